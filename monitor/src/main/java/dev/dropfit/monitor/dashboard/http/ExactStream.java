package dev.dropfit.monitor.dashboard.http;

import dev.dropfit.core.Figures;
import dev.dropfit.core.SingleByte;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of a known length. Fails when the body ends early, because the sender closed the connection. */
public final class ExactStream extends FilterInputStream {
    private long left;

    public ExactStream(InputStream in, long length) {
        super(in);
        left = length;
    }

    @Override
    public int read() throws IOException {
        return SingleByte.read(this);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("it ended " + Figures.count(left, "byte", "bytes") + " early");
        }
        left -= read;
        return read;
    }
}
