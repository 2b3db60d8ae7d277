package dev.dropfit.predictor.http;

/** A body that is read when it is needed. */
public interface RequestBody {
    /**
     * Reads all of it. Its length is reserved from the request's memory.
     *
     * @throws RequestException when it is longer than the limit, incomplete, or too slow
     */
    byte[] read() throws RequestException;
}
