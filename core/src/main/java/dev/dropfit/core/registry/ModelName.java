package dev.dropfit.core.registry;

import dev.dropfit.core.Text;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model's name, and the folder that carries it in both buckets.
 *
 * @param value {@code [a-z0-9][a-z0-9-]{0,62}}
 */
public record ModelName(String value) implements Comparable<ModelName> {
    private static final int LONGEST = 63;
    private static final Pattern PART = Pattern.compile("part-[A-Za-z0-9._-]*\\.csv(\\.gz)?");

    /** @throws IllegalArgumentException when the text is no model's name; the message says what is */
    public ModelName {
        if (!fits(value)) {
            throw new IllegalArgumentException("'" + Text.truncate(value, 80)
                    + "' is no model name; accepted are 1 to 63 small letters, digits and hyphens, not"
                    + " beginning with a hyphen");
        }
    }

    /** The name, if the text is one. */
    public static Optional<ModelName> parse(String text) {
        return fits(text) ? Optional.of(new ModelName(text)) : Optional.empty();
    }

    // By hand: every request for a prediction asks this.
    private static boolean fits(String text) {
        if (text.isEmpty() || text.length() > LONGEST || text.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** The dataset's object in the data bucket, as users are told. */
    public String dataset() {
        return value + "/dataset.csv";
    }

    /** The dataset's object if it is compressed. Of the two, the one that was written last is the dataset. */
    public String compressedDataset() {
        return dataset() + ".gz";
    }

    /** The object that says that all parts of a dataset are there, as Hadoop and Spark write it. */
    public String partsComplete() {
        return partsFolder() + "_SUCCESS";
    }

    /** The folder of a dataset in parts. */
    public String partsFolder() {
        return value + "/dataset/";
    }

    /** Whether this is the name of a part of a dataset. */
    public boolean isPart(String object) {
        return object.startsWith(partsFolder())
                && isPartFile(object.substring(partsFolder().length()));
    }

    /** Whether a file in a folder is a part of a dataset by its name. */
    public static boolean isPartFile(String file) {
        return PART.matcher(file).matches();
    }

    /** Whether this is the name of an object that a dataset consists of. */
    public boolean isDataset(String object) {
        return object.equals(dataset())
                || object.equals(compressedDataset())
                || object.equals(partsComplete())
                || isPart(object);
    }

    /** The settings' object in the data bucket. */
    public String settings() {
        return value + "/dropfit.json";
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    // By hand, as the two of a record would be: those are made of method handles at run time, which takes a part of a
    // cold start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelName name && value.equals(name.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
