package dev.dropfit.trainer.batch;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.StorageUnavailableException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An object that is opened when its first byte is read. */
final class LateStream extends FilterInputStream {
    private final Bucket bucket;
    private final String name;
    private boolean opened;

    LateStream(Bucket bucket, String name) {
        super(InputStream.nullInputStream());
        this.bucket = bucket;
        this.name = name;
    }

    private void open() throws IOException {
        if (!opened) {
            in = bucket.read(name)
                    .orElseThrow(() -> new StorageUnavailableException("Object " + name + " is gone"))
                    .content();
            opened = true;
        }
    }

    @Override
    public int read() throws IOException {
        open();
        return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        open();
        return in.read(target, offset, length);
    }
}
