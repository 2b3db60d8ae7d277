package dev.dropfit.core.bucket;

import java.util.regex.Pattern;

/** The rule for names of objects, as {@link Bucket} states it: none of them can lead out of a folder. */
final class ObjectName {
    private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}";
    private static final Pattern NAME = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*+");
    private static final Pattern FITTING_SEGMENT = Pattern.compile(SEGMENT);

    private ObjectName() {}

    /** Whether this can be an object's name. */
    static boolean fits(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether this can be one segment of a name. */
    static boolean fitsSegment(String segment) {
        return FITTING_SEGMENT.matcher(segment).matches();
    }

    /**
     * The name, if it can be one.
     *
     * @throws IllegalArgumentException when it can't; says what is accepted
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
