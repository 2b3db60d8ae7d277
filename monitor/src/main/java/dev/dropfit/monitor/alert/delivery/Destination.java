package dev.dropfit.monitor.alert.delivery;

import dev.dropfit.monitor.alert.message.Alert;
import java.io.IOException;

/** Where alerts go. Thread-safe. */
public interface Destination {
    /** Its name in logs and in the bucket: small letters. */
    String name();

    /**
     * Sends an alert, in no more than {@link Deliveries#LONGEST_SEND}.
     *
     * @throws NotDeliveredException when trying again may help
     * @throws IOException when a person has to change something first; neither message holds a secret
     */
    void send(Alert alert) throws IOException;
}
