package dev.dropfit.monitor.alert.delivery;

import java.time.Instant;

/**
 * How far a message has come on its way to one destination.
 *
 * @param by who is at it, or was
 * @param until until when nobody else may, in ISO 8601: who claims it may be killed before it is done
 * @param attempts how often it was tried
 * @param done whether it has arrived
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
