package dev.dropfit.monitor.alert;

import dev.dropfit.monitor.alert.delivery.Destination;
import dev.dropfit.monitor.alert.delivery.NotDeliveredException;
import dev.dropfit.monitor.alert.message.Alert;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A destination that keeps its messages and can fail. Thread-safe. */
final class Outbox implements Destination {
    private final String name;
    private final List<Alert> alerts = new ArrayList<>();
    private int failures;
    private boolean refusing;

    Outbox(String name) {
        this.name = name;
    }

    /** Fails for the next messages. */
    synchronized void failFor(int messages) {
        failures = messages;
    }

    /** Refuses messages, or accepts them again. */
    synchronized void refuse(boolean refuse) {
        refusing = refuse;
    }

    synchronized List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    /** What was sent, as {@code kind version}. */
    synchronized List<String> sent() {
        return alerts.stream()
                .map(alert -> alert.kind().text() + " " + alert.version())
                .toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void send(Alert alert) throws IOException {
        if (refusing) {
            throw new IOException(name + " refuses");
        }
        if (failures > 0) {
            failures--;
            throw new NotDeliveredException(name + " is down");
        }
        alerts.add(alert);
    }
}
