package dev.dropfit.predictor.http;

import java.io.IOException;

/** A body that is read when it is needed. */
public interface RequestBody {
    /**
     * Reads all of it.
     *
     * @throws RequestException when it is longer than the limit, or incomplete
     */
    byte[] read() throws IOException, RequestException;
}
