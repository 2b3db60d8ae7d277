package dev.dropfit.core.bucket;

import java.io.IOException;
import java.io.InputStream;

/**
 * One generation of an object, open for reading. The reader closes it.
 *
 * @param info the generation of the content, even if a new one is written at the same time
 * @param content the bytes; fails with an {@link IOException} instead of ending early
 */
public record StoredObject(ObjectInfo info, InputStream content) implements AutoCloseable {
    /** Reads the rest of the content; only for small objects. */
    public byte[] readAllBytes() throws IOException {
        return content.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
