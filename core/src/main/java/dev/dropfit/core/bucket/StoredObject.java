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
    /**
     * Reads the rest of the content, up to a limit that its reader can afford.
     *
     * @param maxBytes the maximum length
     * @throws ObjectTooLargeException when the object is larger; a size in its metadata that says so is enough
     */
    public byte[] readAllBytes(int maxBytes) throws IOException {
        if (info.size() > maxBytes) {
            throw new ObjectTooLargeException(info, maxBytes);
        }
        byte[] bytes = content.readNBytes(maxBytes);
        // The content decides, not the metadata. Reading to the end also has the store check it.
        if (bytes.length == maxBytes && content.read() >= 0) {
            throw new ObjectTooLargeException(info, maxBytes);
        }
        return bytes;
    }

    /** Reads the rest of the content, however long it is; prefer a limit. */
    public byte[] readAllBytes() throws IOException {
        return content.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
