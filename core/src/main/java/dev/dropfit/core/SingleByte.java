package dev.dropfit.core;

import java.io.IOException;
import java.io.InputStream;

/** Reads a single byte from a stream that reads blocks. */
public final class SingleByte {
    private SingleByte() {}

    /** The next byte, from 0 to 255, as a block of one; -1 at the end. */
    public static int read(InputStream stream) throws IOException {
        byte[] one = new byte[1];
        return stream.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
}
