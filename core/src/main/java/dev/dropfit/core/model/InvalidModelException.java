package dev.dropfit.core.model;

import java.io.IOException;

/** A model file that can't be used: it is damaged or truncated, or has a format that this version does not read. A retry will not help. */
public final class InvalidModelException extends IOException {
    public InvalidModelException(String message) {
        super(message);
    }

    public InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
