package dev.dropfit.core.model;

import dev.dropfit.core.Text;
import java.io.IOException;

/** A model file that can't be used: it is damaged or truncated, or has a format that this version does not read. A retry will not help. */
public sealed class InvalidModelException extends IOException permits ModelTooLargeException {
    /** A message may quote the file; this is long enough for its own words. */
    private static final int MAX_LENGTH = 400;

    public InvalidModelException(String message) {
        super(Text.truncate(message, MAX_LENGTH));
    }

    public InvalidModelException(String message, Throwable cause) {
        super(Text.truncate(message, MAX_LENGTH), cause);
    }
}
