package dev.dropfit.monitor.alert.delivery;

import dev.dropfit.core.bucket.TransientException;

/** A message was not delivered, but a retry may help. The exception's message names the destination and contains no secret. */
public final class NotDeliveredException extends TransientException {
    public NotDeliveredException(String message) {
        super(message);
    }
}
