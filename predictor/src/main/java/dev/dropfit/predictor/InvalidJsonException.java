package dev.dropfit.predictor;

import java.io.IOException;

/** A text is not the JSON that is expected. The message says what was found, where, and what is accepted. */
final class InvalidJsonException extends IOException {
    InvalidJsonException(String message) {
        super(message);
    }
}
