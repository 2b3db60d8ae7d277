package dev.dropfit.core.model;

/** A model that exceeds a limit of model files. The message says which one. */
public final class ModelTooLargeException extends InvalidModelException {
    public ModelTooLargeException(String message) {
        super(message);
    }

    public ModelTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
