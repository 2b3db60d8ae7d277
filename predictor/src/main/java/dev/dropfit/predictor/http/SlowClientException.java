package dev.dropfit.predictor.http;

import java.io.IOException;

/** A client reads its response so slowly that the connection is to be closed. */
public final class SlowClientException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowClientException() {
        super("The client reads its response too slowly");
    }
}
