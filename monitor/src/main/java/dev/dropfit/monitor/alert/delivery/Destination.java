package dev.dropfit.monitor.alert.delivery;

import dev.dropfit.monitor.alert.message.Alert;
import java.io.IOException;

/** A receiver of alerts. Thread-safe. */
public interface Destination {
    /** The name in logs and in the bucket, in lower case. */
    String name();

    /**
     * Sends an alert, within {@link Deliveries#MAX_SEND}.
     *
     * @throws NotDeliveredException when a retry may help
     * @throws IOException when a person has to change something first. Neither message contains a secret
     */
    void send(Alert alert) throws IOException;
}
