package dev.dropfit.core.bucket;

import dev.dropfit.core.Figures;
import java.io.IOException;

/** An object is larger than its reader accepts. Nothing more than the limit has been read; a retry will not help. */
public final class ObjectTooLargeException extends IOException {
    private final long maxBytes;

    /** The message names the object, its size and the limit. */
    ObjectTooLargeException(ObjectInfo object, long maxBytes) {
        super("Object " + object.name() + " has " + size(object, maxBytes) + "; the maximum is "
                + Figures.bytes(maxBytes));
        this.maxBytes = maxBytes;
    }

    /** Its content may be longer than its metadata says. */
    private static String size(ObjectInfo object, long maxBytes) {
        return object.size() > maxBytes ? Figures.bytes(object.size()) : "more than " + Figures.bytes(maxBytes);
    }

    /** The limit, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }
}
