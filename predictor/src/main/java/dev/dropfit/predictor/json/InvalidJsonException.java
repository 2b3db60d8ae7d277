package dev.dropfit.predictor.json;

import java.io.IOException;

/** A text is not the JSON that is expected. The message says what was found, where, and what is accepted. */
public final class InvalidJsonException extends IOException {
    public InvalidJsonException(String message) {
        super(message);
    }
}
