package dev.dropfit.monitor.alert;

import dev.dropfit.core.bucket.TransientException;

/** A message that did not go through, and may later. The message names the destination, and nothing of its secret. */
final class NotDeliveredException extends TransientException {
    NotDeliveredException(String message) {
        super(message);
    }
}
