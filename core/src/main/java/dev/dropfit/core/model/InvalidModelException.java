package dev.dropfit.core.model;

import java.io.IOException;

/** A model file that can't be used: damaged, cut short, or of a format that this version does not read. Trying again will not help. */
public final class InvalidModelException extends IOException {
    public InvalidModelException(String message) {
        super(message);
    }

    public InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
