package dev.dropfit.predictor.memory;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A response's body in pieces, so that a long one is never copied as a whole. Reserves each piece before it is made. Not thread-safe. */
public final class ResponseBytes extends OutputStream {
    /** The length of a piece. */
    public static final int PIECE = 64 << 10;

    private static final int FIRST_PIECE = 1024;

    private final RequestMemory memory;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private byte[] last = {};
    private int size;
    private long sealed;

    public ResponseBytes(RequestMemory memory) {
        this.memory = memory;
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (size == last.length) {
                begin();
            }
            int count = Math.min(end - from, last.length - size);
            System.arraycopy(bytes, from, last, size, count);
            size += count;
            from += count;
        }
    }

    private void begin() {
        seal();
        int length = Math.min(PIECE, Math.max(FIRST_PIECE, 2 * last.length));
        memory.reserveResponse(length);
        last = new byte[length];
        size = 0;
    }

    private void seal() {
        if (size > 0) {
            pieces.add(ByteBuffer.wrap(last, 0, size));
            sealed += size;
            memory.checkResponse(sealed);
        }
    }

    /** The number of bytes so far. */
    public long length() {
        return sealed + size;
    }

    /** Ends the body; returns its pieces. */
    public List<ByteBuffer> finish() {
        seal();
        size = 0;
        last = new byte[0];
        return pieces;
    }
}
