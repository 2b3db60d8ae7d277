package dev.dropfit.core.bucket;

import com.google.cloud.storage.StorageException;
import dev.dropfit.core.SingleByte;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The content of an object. Fails at the end if its length or its checksum differs from the metadata of the store. */
final class WholeObjectStream extends InputStream {
    private final InputStream in;
    private final String action;
    private final long size;
    private final @Nullable String crc32c;
    private final CRC32C checksum = new CRC32C();
    private long position;

    /**
     * @param action for error messages, such as {@code read a/b.csv in gs://bucket}
     * @param size in bytes
     * @param crc32c big-endian, in Base64, as in the metadata of the store; null when the store has none
     */
    WholeObjectStream(InputStream in, String action, long size, @Nullable String crc32c) {
        this.in = in;
        this.action = action;
        this.size = size;
        this.crc32c = crc32c;
    }

    @Override
    public int read() throws IOException {
        return SingleByte.read(this);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = readSome(target, offset, length);
        if (count < 0) {
            checkComplete();
        } else {
            checksum.update(target, offset, count);
            position += count;
        }
        return count;
    }

    private int readSome(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (StorageException e) {
            throw StorageErrors.toThrow(action, e);
        } catch (IOException e) {
            throw StorageErrors.toThrow(action, e);
        }
    }

    private void checkComplete() throws IOException {
        if (position != size) {
            throw new IOException(
                    "Can't " + action + ": the content ends after " + position + " of " + size + " bytes");
        }
        if (crc32c != null && !crc32c.equals(encoded(checksum))) {
            throw new IOException("Can't " + action + ": the content does not have the checksum " + crc32c);
        }
    }

    private static String encoded(CRC32C checksum) {
        byte[] bytes = ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
