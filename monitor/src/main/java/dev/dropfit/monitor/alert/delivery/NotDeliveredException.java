package dev.dropfit.monitor.alert.delivery;

import dev.dropfit.core.bucket.TransientException;

/** A message that did not go through, and may later. The message names the destination, and nothing of its secret. */
public final class NotDeliveredException extends TransientException {
    public NotDeliveredException(String message) {
        super(message);
    }
}
