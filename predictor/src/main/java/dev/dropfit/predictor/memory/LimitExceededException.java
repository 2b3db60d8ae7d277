package dev.dropfit.predictor.memory;

/**
 * A request needs more than a limit. The message names the limit and its setting. Without a stack trace: it is the request's fault, and may be
 * thrown often.
 */
public final class LimitExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;

    private LimitExceededException(String message, boolean temporary) {
        super(message, null, false, false);
        this.temporary = temporary;
    }

    /** The request exceeds a limit, whenever it is sent. */
    public static LimitExceededException always(String message) {
        return new LimitExceededException(message, false);
    }

    /** The request exceeds what other requests have left. */
    static LimitExceededException now(String message) {
        return new LimitExceededException(message, true);
    }

    /** Whether the same request may succeed later. */
    public boolean isTemporary() {
        return temporary;
    }
}
