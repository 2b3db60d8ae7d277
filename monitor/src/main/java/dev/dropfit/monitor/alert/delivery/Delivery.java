package dev.dropfit.monitor.alert.delivery;

import java.time.Instant;

/**
 * The state of a message to one destination, as stored.
 *
 * @param by the instance that claims or claimed it
 * @param until when the claim expires, in ISO 8601
 * @param attempts the number of attempts
 * @param done whether it was sent
 */
record Delivery(String by, String until, int attempts, boolean done) {
    static final Delivery NONE = new Delivery("", Instant.EPOCH.toString(), 0, false);

    Delivery {
        Instant.parse(until);
    }

    boolean isHeld(Instant now) {
        return now.isBefore(Instant.parse(until));
    }
}
