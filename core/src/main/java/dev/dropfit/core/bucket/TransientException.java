package dev.dropfit.core.bucket;

import java.io.IOException;

/** What could not be done now, for reasons outside: the same call may succeed later. {@link Retries} tries it again. */
public abstract class TransientException extends IOException {
    protected TransientException(String message) {
        super(message);
    }

    protected TransientException(String message, Throwable cause) {
        super(message, cause);
    }
}
