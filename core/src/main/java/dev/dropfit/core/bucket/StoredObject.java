package dev.dropfit.core.bucket;

import java.io.IOException;
import java.io.InputStream;

/**
 * One generation of an object, being read. The reader closes it.
 *
 * @param info the generation that {@code content} comes from, whatever is written meanwhile
 * @param content the object's bytes; fails with an {@link IOException}, never ends early, when they can't all be had
 */
public record StoredObject(ObjectInfo info, InputStream content) implements AutoCloseable {
    /** Reads all that is left of the content; for objects that are known to be small. */
    public byte[] readAllBytes() throws IOException {
        return content.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
