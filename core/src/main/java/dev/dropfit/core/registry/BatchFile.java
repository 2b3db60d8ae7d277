package dev.dropfit.core.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of rows to be scored, {@code {model}/batch/{name}.csv} or {@code .csv.gz} in the data bucket, and where its results are in the model
 * bucket.
 *
 * @param name {@code [A-Za-z0-9_-][A-Za-z0-9._-]*}, up to {@value #MAX_NAME} characters, not ending in {@code .errors}, which the file of the
 *     errors has
 */
public record BatchFile(ModelName model, String name) {
    /** The folder of these files in the folder of a model. */
    public static final String FOLDER = "batch";

    /** What a name may be, for messages. */
    public static final String ACCEPTED =
            "up to 200 letters from a to z, digits, '-', '_' and '.', with '.csv' or '.csv.gz' at the end";

    private static final int MAX_NAME = 200;
    private static final Pattern OBJECT =
            Pattern.compile("([^/]+)/" + FOLDER + "/([A-Za-z0-9_-][A-Za-z0-9._-]*?)\\.csv(\\.gz)?");

    private static final Pattern ENDINGS = Pattern.compile(
            "(?i)(\\.(csv|tsv|txt|xlsx|xlsm|xls|ods|parquet|feather|arrow|jsonl?|ndjson|gz|zip|errors))+$");

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final Pattern NOT_AT_START = Pattern.compile("^[.-]+|-+$");

    /** @throws IllegalArgumentException when the name is not accepted */
    public BatchFile {
        if (!fits(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a file to score; accepted are " + ACCEPTED);
        }
    }

    private static boolean fits(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && !name.endsWith(".errors");
    }

    /** The file that an object of the data bucket is; empty if it is none, or its name is not accepted. */
    public static Optional<BatchFile> of(String object) {
        Matcher matcher = OBJECT.matcher(object);
        return matcher.matches() && fits(matcher.group(2))
                ? ModelName.parse(matcher.group(1)).map(model -> new BatchFile(model, matcher.group(2)))
                : Optional.empty();
    }

    /** An accepted name for a file, with {@code .csv} or {@code .csv.gz} at its end: the other characters become hyphens. */
    public static String suggested(String file) {
        boolean packed = file.toLowerCase(Locale.ROOT).endsWith(".gz");
        String stem = ENDINGS.matcher(file).replaceAll("");
        String name =
                NOT_AT_START.matcher(NOT_IN_NAMES.matcher(stem).replaceAll("-")).replaceAll("");
        String shortened = name.substring(0, Math.min(name.length(), MAX_NAME));
        return (fits(shortened) ? shortened : "rows") + (packed ? ".csv.gz" : ".csv");
    }

    /** The object in the data bucket. */
    public String plain() {
        return model + "/" + FOLDER + "/" + name + ".csv";
    }

    /** The object in the data bucket if it is compressed. Of the two, the one that was written last counts. */
    public String compressed() {
        return plain() + ".gz";
    }

    /** The object with the rows and their predictions. */
    public String predictions() {
        return results() + ".csv";
    }

    /** The object with the rows that can't be scored; there is none without such rows. */
    public String errors() {
        return results() + ".errors.csv";
    }

    /** The object that says how the file was scored. It is written last. */
    public String summary() {
        return results() + ".json";
    }

    /** The folder of what is kept until a generation of the file is scored. */
    public String parts(long generation) {
        return allParts() + generation + "/";
    }

    /** The folder of what is kept of all generations. */
    public String allParts() {
        return folder(model) + "_parts/" + name + "/";
    }

    private String results() {
        return folder(model) + name;
    }

    static String folder(ModelName model) {
        return model + "/predictions/";
    }
}
