package dev.dropfit.trainer;

import dev.dropfit.core.SingleByte;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Sees what is read through it, each byte once and in order: there is no going back to a mark. Not thread-safe. */
abstract class ObservedInput extends FilterInputStream {
    ObservedInput(InputStream in) {
        super(in);
    }

    /** The next bytes that were read. */
    abstract void observe(byte[] buffer, int offset, int count);

    @Override
    public final int read() throws IOException {
        return SingleByte.read(this);
    }

    @Override
    public final int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            observe(buffer, offset, count);
        }
        return count;
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
