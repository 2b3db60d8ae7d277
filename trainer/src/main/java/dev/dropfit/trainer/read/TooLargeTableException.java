package dev.dropfit.trainer.read;

import dev.dropfit.core.csv.InvalidTableException;

/** A table that can't be trained on in this place, because it needs more memory or time; a larger place may have them. */
public final class TooLargeTableException extends InvalidTableException {
    private static final long serialVersionUID = 1;

    /** @param message contains what it needs, what there is, and what to do */
    public TooLargeTableException(String message) {
        super(message);
    }
}
