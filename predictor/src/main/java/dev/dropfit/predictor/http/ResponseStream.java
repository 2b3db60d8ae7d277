package dev.dropfit.predictor.http;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a response that is made while it is sent. */
public interface ResponseStream {
    /**
     * Writes the body.
     *
     * @throws IOException when the client has gone
     */
    void writeTo(OutputStream out) throws IOException;

    /** The number of bytes that have been written. */
    long length();
}
