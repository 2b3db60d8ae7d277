package dev.dropfit.core.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model's name, and the folder that carries it in both buckets.
 *
 * @param value {@code [a-z0-9][a-z0-9-]{0,62}}
 */
public record ModelName(String value) implements Comparable<ModelName> {
    private static final Pattern ACCEPTED = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException when the text is no model's name; the message says what is */
    public ModelName {
        if (!ACCEPTED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + shortened(value)
                            + "' is no model name; accepted are 1 to 63 small letters, digits and hyphens, not beginning with a hyphen");
        }
    }

    /** The name, if the text is one. */
    public static Optional<ModelName> parse(String text) {
        return ACCEPTED.matcher(text).matches() ? Optional.of(new ModelName(text)) : Optional.empty();
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** The dataset's object in the data bucket. */
    public String dataset() {
        return value + "/dataset.csv";
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
}
