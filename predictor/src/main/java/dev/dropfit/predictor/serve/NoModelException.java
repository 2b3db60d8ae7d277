package dev.dropfit.predictor.serve;

import java.io.IOException;

/** There is no model, or no version, of a name. */
public final class NoModelException extends IOException {
    private final boolean expected;

    /** @param expected whether there may be one soon: it has had a run, or no model has */
    public NoModelException(String message, boolean expected) {
        super(message);
        this.expected = expected;
    }

    public boolean isExpected() {
        return expected;
    }
}
