package dev.dropfit.core.bucket;

import java.io.IOException;

/** A write or delete found another generation than the expected one; nothing was changed. */
public final class PreconditionFailedException extends IOException {
    private final String name;
    private final long expected;

    public PreconditionFailedException(String name, long expected) {
        super("Object " + name + " no longer has generation " + expected);
        this.name = name;
        this.expected = expected;
    }

    /** The object's name. */
    public String name() {
        return name;
    }

    /** The generation that the caller expected; {@link Bucket#ABSENT} when it expected no object. */
    public long expected() {
        return expected;
    }
}
