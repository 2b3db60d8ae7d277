package dev.dropfit.core.registry;

/** A text names no version of a model. The message says what is accepted. */
public final class UnknownVersionException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownVersionException(String message) {
        super(message);
    }
}
