package dev.dropfit.predictor.json;

import java.io.IOException;

/** A body is not JSON, or not the expected JSON. The message says what was found, where, and what is accepted. */
public final class InvalidJsonException extends IOException {
    public InvalidJsonException(String message) {
        super(message);
    }
}
