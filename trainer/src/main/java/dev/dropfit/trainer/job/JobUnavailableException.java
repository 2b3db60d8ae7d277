package dev.dropfit.trainer.job;

import dev.dropfit.core.bucket.TransientException;

/** The job can't be started now. */
final class JobUnavailableException extends TransientException {
    private static final long serialVersionUID = 1;

    JobUnavailableException(String message) {
        super(message);
    }

    JobUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
