package dev.dropfit.predictor.http;

/** A body, as it was sent, that is read when it is needed. */
public interface RequestBody {
    /**
     * Reads all of it. Its length is reserved from the request's memory.
     *
     * @throws RequestException when it is longer than the limit, incomplete, or too slow
     */
    byte[] read() throws RequestException;

    /** The maximum length of a body, of a packed one after it is unpacked. */
    default int maxBytes() {
        return Integer.MAX_VALUE - 1;
    }
}
