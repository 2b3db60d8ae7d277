package dev.dropfit.predictor.http;

/** A body, as it was sent, that is read when it is needed. */
public interface RequestBody {
    /**
     * Reads all of it. Its length is reserved from the request's memory.
     *
     * @throws RequestException when it is longer than the limit, incomplete, or too slow
     */
    byte[] read() throws RequestException;

    /** Whether the client sends it in chunks, without saying how long it is; then {@link #readSome} can read it while it arrives. */
    default boolean isChunked() {
        return false;
    }

    /**
     * Waits for the next bytes of a body in chunks.
     *
     * @return their number; -1 at the end of the body
     * @throws RequestException when it is incomplete or too slow
     */
    default int readSome(byte[] buffer, int offset, int length) throws RequestException {
        throw new UnsupportedOperationException("The body is read as a whole");
    }

    /** The maximum length of a body, of a packed one after it is unpacked. */
    default int maxBytes() {
        return Integer.MAX_VALUE - 1;
    }
}
