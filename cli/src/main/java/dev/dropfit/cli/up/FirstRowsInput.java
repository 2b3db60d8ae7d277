package dev.dropfit.cli.up;

import dev.dropfit.core.SingleByte;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The beginning of a CSV: some bytes, and the rest of the row in which they end. Not thread-safe. */
final class FirstRowsInput extends FilterInputStream {
    /** The maximum length of the rest of that row. Quotes are not trusted further than half of it. */
    private static final int MAX_REST = 1 << 21;

    private long left;
    private int rest;
    private boolean quoted;
    private boolean ended;
    private boolean cut;

    /**
     * The beginning of this CSV.
     *
     * @param bytes how many to read, at least
     */
    FirstRowsInput(InputStream csv, long bytes) {
        super(csv);
        left = bytes;
    }

    @Override
    public int read() throws IOException {
        return SingleByte.read(this);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (ended) {
            return -1;
        }
        int read = in.read(target, offset, count);
        if (read < 0) {
            ended = true;
            return -1;
        }
        for (int i = offset; i < offset + read; i++) {
            byte b = target[i];
            quoted = quoted != (b == '"');
            if (left > 0) {
                left--;
            } else {
                rest++;
                boolean rowEnds = b == '\n' && (!quoted || rest > MAX_REST / 2);
                if (rowEnds || rest == MAX_REST) {
                    // The second byte of a line break in UTF-16.
                    int second = i + 1 < offset + read && target[i + 1] == 0 ? 1 : 0;
                    ended = true;
                    cut = i + 1 + second < offset + read || in.read() >= 0;
                    return i + 1 + second - offset;
                }
            }
        }
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Whether there is more than what was read. */
    boolean cut() {
        return cut;
    }
}
