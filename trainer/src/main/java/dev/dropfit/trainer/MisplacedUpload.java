package dev.dropfit.trainer;

import dev.dropfit.core.registry.ModelName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says where an object of the data bucket should be, if its place or name is why it starts no run. */
final class MisplacedUpload {
    private static final List<String> TABLES = List.of(".csv", ".csv.gz", ".tsv", ".csv.zip");
    private static final List<String> OTHERS =
            List.of(".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl", ".txt", ".zip");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9]+");
    private static final Pattern HYPHENS_AROUND = Pattern.compile("^-+|-+$");

    private MisplacedUpload() {}

    /** What to do with the object; empty if it is no table, or in a place that other programs use. */
    static Optional<String> advice(String object) {
        int slash = object.lastIndexOf('/');
        String file = object.substring(slash + 1);
        String lower = file.toLowerCase(Locale.ROOT);
        boolean table = TABLES.stream().anyMatch(lower::endsWith);
        if (file.isEmpty() || file.startsWith(".") || (!table && OTHERS.stream().noneMatch(lower::endsWith))) {
            return Optional.empty();
        }
        if (slash < 0) {
            String stem = lower.indexOf('.') > 0 ? lower.substring(0, lower.indexOf('.')) : lower;
            return Optional.of(object + " is not read: it is not in the folder of a model" + upload(stem, table));
        }
        String folder = object.substring(0, object.indexOf('/'));
        boolean nested = object.indexOf('/') != slash;
        if (ModelName.parse(folder).isEmpty()) {
            return Optional.of(object + " is not read: the folder '" + folder
                    + "' is no name of a model; accepted are small letters, digits and hyphens"
                    + upload(folder.toLowerCase(Locale.ROOT), table));
        }
        if (nested) {
            // Other folders of a model are for its user; only a dataset in them is likely a mistake.
            return lower.startsWith("dataset.")
                    ? Optional.of(object + " is not read: it is in a folder inside the folder of a model"
                            + upload(folder, table))
                    : Optional.empty();
        }
        return lower.equals("dropfit.json") || lower.equals("labels.csv")
                ? Optional.empty()
                : Optional.of(object + " is not read: a dataset has the name dataset.csv" + upload(folder, table));
    }

    private static String upload(String model, boolean table) {
        String plain = HYPHENS_AROUND
                .matcher(NOT_IN_NAMES.matcher(model).replaceAll("-"))
                .replaceAll("");
        String name = ModelName.parse(plain).map(ModelName::value).orElse("my-model");
        return (table ? "; upload it as " : "; save it as CSV and upload that as ") + name + "/dataset.csv";
    }
}
