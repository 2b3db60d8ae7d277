package dev.dropfit.core.bucket;

import java.util.regex.Pattern;

/** The rule for object names in {@link Bucket}. A valid name can't leave the folder of its bucket. */
final class ObjectName {
    private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}";
    private static final Pattern NAME = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*+");
    private static final Pattern FITTING_SEGMENT = Pattern.compile(SEGMENT);

    private ObjectName() {}

    /** Whether this is a valid object name. */
    static boolean fits(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether this is a valid segment of an object name. */
    static boolean fitsSegment(String segment) {
        return FITTING_SEGMENT.matcher(segment).matches();
    }

    /**
     * Returns the name if it is valid.
     *
     * @throws IllegalArgumentException when it is not; the message says what is accepted
     */
    static String check(String name) {
        if (!fits(name)) {
            throw new IllegalArgumentException("Not an object name: '" + name
                    + "'. Accepted are segments joined by '/', each of 1 to 255 characters of [A-Za-z0-9._-] that does not begin"
                    + " with a dot");
        }
        return name;
    }
}
