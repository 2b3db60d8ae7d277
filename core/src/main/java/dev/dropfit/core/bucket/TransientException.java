package dev.dropfit.core.bucket;

import java.io.IOException;

/** A temporary failure of a service that Dropfit uses: the same call may succeed later. {@link Retries} retries it. */
public abstract class TransientException extends IOException {
    protected TransientException(String message) {
        super(message);
    }

    protected TransientException(String message, Throwable cause) {
        super(message, cause);
    }
}
