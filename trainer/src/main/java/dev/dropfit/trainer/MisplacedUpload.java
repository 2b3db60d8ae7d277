package dev.dropfit.trainer;

import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.LabelFile;
import dev.dropfit.core.registry.ModelName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object of the data bucket that starts no run because of its place, its name or its kind.
 *
 * @param model the model that it is probably for; empty if that is unknown
 * @param advice which object it is, where it should be, and how to make a CSV of it
 */
record MisplacedUpload(Optional<ModelName> model, String advice) {
    private static final List<String> TABLES = List.of(".csv", ".csv.gz", ".tsv");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9]+");
    private static final Pattern HYPHENS_AROUND = Pattern.compile("^-+|-+$");

    /** How to make a CSV of another kind of file, by the end of its name. */
    private enum Kind {
        WORKBOOK(
                List.of(".xlsx", ".xlsm", ".xls", ".ods"),
                "open it in Excel or LibreOffice, save the sheet as CSV UTF-8"),
        ARCHIVE(List.of(".zip"), "unpack it"),
        PARQUET(
                List.of(".parquet"),
                "convert it to CSV, in Python with pandas.read_parquet(\"FILE\").to_csv(\"dataset.csv\", index=False)"),
        FEATHER(
                List.of(".feather", ".arrow"),
                "convert it to CSV, in Python with pandas.read_feather(\"FILE\").to_csv(\"dataset.csv\", index=False)"),
        JSON_LINES(
                List.of(".jsonl", ".ndjson"),
                "convert it to CSV, in Python with pandas.read_json(\"FILE\", lines=True).to_csv(\"dataset.csv\","
                        + " index=False)"),
        JSON(
                List.of(".json"),
                "convert it to CSV, in Python with pandas.read_json(\"FILE\").to_csv(\"dataset.csv\", index=False)"),
        TEXT(List.of(".txt"), "save it as CSV");

        @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
        private final List<String> ends;

        private final String how;

        Kind(List<String> ends, String how) {
            this.ends = ends;
            this.how = how;
        }

        static Optional<Kind> of(String file) {
            return List.of(values()).stream()
                    .filter(kind -> kind.ends.stream().anyMatch(file::endsWith))
                    .findFirst();
        }
    }

    /** What an object is, by its name; empty if it is no table, or in a place that other programs use. */
    static Optional<MisplacedUpload> find(String object) {
        int slash = object.lastIndexOf('/');
        String file = object.substring(slash + 1).toLowerCase(Locale.ROOT);
        boolean table = TABLES.stream().anyMatch(file::endsWith);
        if (file.isEmpty() || file.startsWith(".") || (!table && Kind.of(file).isEmpty())) {
            return Optional.empty();
        }
        if (slash < 0) {
            String stem = file.indexOf('.') > 0 ? file.substring(0, file.indexOf('.')) : file;
            return Optional.of(of(object, "it is not in the folder of a model", stem, file));
        }
        String folder = object.substring(0, object.indexOf('/'));
        if (ModelName.parse(folder).isEmpty()) {
            return Optional.of(of(
                    object,
                    "the folder '" + folder + "' can't be a model; accepted are small letters, digits and hyphens",
                    folder.toLowerCase(Locale.ROOT),
                    file));
        }
        if (object.indexOf('/') != slash) {
            if (object.startsWith(folder + "/" + BatchFile.FOLDER + "/")) {
                return BatchFile.of(object).isPresent()
                        ? Optional.empty()
                        : Optional.of(unscored(object, folder, object.substring(slash + 1)));
            }
            ModelName model = new ModelName(folder);
            if (object.equals(model.partsFolder() + object.substring(slash + 1))) {
                return Optional.of(new MisplacedUpload(
                        Optional.of(model),
                        object + " is not read: it is no part of a dataset by its name; accepted are part-*.csv and"
                                + " part-*.csv.gz"));
            }
            // Other folders of a model are for its user; only a dataset in them is likely a mistake.
            return file.startsWith("dataset.")
                    ? Optional.of(of(object, "it is in a folder inside the folder of a model", folder, file))
                    : Optional.empty();
        }
        return file.equals("dropfit.json") || LabelFile.model(object).isPresent()
                ? Optional.empty()
                : Optional.of(of(object, "a dataset must have the name dataset.csv", folder, file));
    }

    /** A dataset without content. */
    static MisplacedUpload empty(ModelName model, String object) {
        return new MisplacedUpload(
                Optional.of(model), object + " is empty, so it is not read; upload a file with a header and rows");
    }

    /** Parts of a dataset without the object that says that they are complete. */
    static MisplacedUpload waiting(ModelName model) {
        return new MisplacedUpload(
                Optional.of(model),
                model.partsFolder() + " waits: when all parts are there, upload the empty file "
                        + model.partsComplete());
    }

    /** A table in the folder of files to score that is not scored. */
    private static MisplacedUpload unscored(String object, String folder, String file) {
        String accepted = folder + "/" + BatchFile.FOLDER + "/" + BatchFile.suggested(file);
        return new MisplacedUpload(
                ModelName.parse(folder),
                object + " is not scored: "
                        + Kind.of(file.toLowerCase(Locale.ROOT))
                                .map(kind ->
                                        "it is no CSV; " + kind.how.replace("dataset.csv", BatchFile.suggested(file))
                                                + ", and upload the CSV as " + accepted)
                                .orElse("its name or folder is not accepted; upload it as " + accepted
                                        + ". Accepted are " + BatchFile.ACCEPTED));
    }

    private static MisplacedUpload of(String object, String why, String folder, String file) {
        Optional<ModelName> model = ModelName.parse(HYPHENS_AROUND
                .matcher(NOT_IN_NAMES.matcher(folder).replaceAll("-"))
                .replaceAll(""));
        String name = model.map(ModelName::value).orElse("my-model")
                + (file.endsWith(".csv.gz") ? "/dataset.csv.gz" : "/dataset.csv");
        return new MisplacedUpload(
                model,
                object + " is not read: " + why + "; "
                        + Kind.of(file)
                                .map(kind -> kind.how + ", and upload the CSV as ")
                                .orElse("upload it as ")
                        + name);
    }
}
