package dev.dropfit.monitor.alert.delivery;

import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.TransientException;
import dev.dropfit.monitor.alert.decision.Folder;
import dev.dropfit.monitor.alert.message.Alert;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends an alert once to every destination. An instance claims a message for a limited time, sends it, then marks it as sent, so no other
 * instance sends it too. It is sent twice only when it is unknown whether it was sent: the instance was killed or storage failed between
 * sending and marking, or the destination's response was lost.
 *
 * <p>Thread-safe, and safe between processes.
 */
public final class Deliveries {
    /** The maximum time for sending a message. */
    public static final Duration MAX_SEND = Duration.ofSeconds(30);

    /** How long a claim is valid. Leaves time for claiming and for marking as sent. */
    private static final Duration LEASE = MAX_SEND.multipliedBy(3);

    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final Logger LOGGER = Logger.getLogger(Deliveries.class.getName());

    private final Folder folder;
    private final List<Destination> destinations;
    private final Clock clock;
    private final Retries retries;

    public Deliveries(Folder folder, List<Destination> destinations, Clock clock, Retries retries) {
        this.folder = folder;
        this.destinations = List.copyOf(destinations);
        this.clock = clock;
        this.retries = retries;
    }

    /**
     * Delivers an alert to all destinations that do not have it yet.
     *
     * @throws IOException when a destination can't be reached or refuses it; the others have it. Then call this again
     */
    public void deliver(Alert alert) throws IOException {
        Round round = new Round(alert);
        retries.run(() -> {
            round.run();
            return alert;
        });
        if (!round.refused.isEmpty()) {
            throw round.refused.values().iterator().next();
        }
    }

    /** One call's work. Each attempt continues where the last one stopped. */
    private final class Round {
        private final String me = UUID.randomUUID().toString();
        private final Alert alert;
        private final Set<Destination> sent = new HashSet<>();
        private final Map<Destination, IOException> refused = new HashMap<>();

        Round(Alert alert) {
            this.alert = alert;
        }

        /** Tries all destinations before it throws. */
        void run() throws IOException {
            IOException failure = null;
            for (Destination destination : destinations) {
                try {
                    if (!refused.containsKey(destination)) {
                        deliver(destination);
                    }
                } catch (TransientException | PreconditionFailedException e) {
                    failure = e;
                } catch (IOException e) {
                    LOGGER.log(Level.SEVERE, "{0}: {1}", new Object[] {alert.id(), e.getMessage()});
                    refused.put(destination, e);
                }
            }
            if (failure != null) {
                throw failure;
            }
        }

        private void deliver(Destination destination) throws IOException {
            String name = Folder.delivery(alert.model(), alert.occasion(), destination.name());
            Folder.Found<Delivery> found = folder.read(name, Delivery.class);
            Delivery delivery = found.value().orElse(Delivery.NONE);
            if (delivery.done()) {
                return;
            }
            if (!sent.contains(destination)) {
                claimAndSend(destination, name, found.generation(), delivery);
            }
            markSent(name, delivery.attempts() + 1);
        }

        private void claimAndSend(Destination destination, String name, long generation, Delivery delivery)
                throws IOException {
            Instant now = clock.instant();
            // An own claim is one whose response was lost.
            if (delivery.isHeld(now) && !delivery.by().equals(me)) {
                throw new NotDeliveredException(
                        "The message about %s to %s is not sent before %s: another instance is sending it, or the last attempt failed"
                                .formatted(alert.id(), destination.name(), delivery.until()));
            }
            Instant until = now.plus(LEASE);
            int attempts = delivery.attempts() + 1;
            folder.write(name, new Delivery(me, until.toString(), attempts, false), generation);
            if (clock.instant().plus(MAX_SEND).isAfter(until)) {
                throw new NotDeliveredException(
                        "Claiming the message about %s to %s took too long".formatted(alert.id(), destination.name()));
            }
            try {
                destination.send(alert);
            } catch (IOException e) {
                release(name, attempts);
                throw e;
            }
            sent.add(destination);
            LOGGER.log(Level.INFO, "{0}: sent to {1}", new Object[] {alert.id(), destination.name()});
        }

        /** Allows the next attempt, of any instance, after a pause that doubles. */
        private void release(String name, int attempts) {
            Duration pause = Duration.ofSeconds(1L << Math.min(attempts - 1, 5));
            Instant until = clock.instant().plus(pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE);
            try {
                Folder.Found<Delivery> found = folder.read(name, Delivery.class);
                if (found.value().filter(delivery -> delivery.by().equals(me)).isPresent()) {
                    folder.write(name, new Delivery("", until.toString(), attempts, false), found.generation());
                }
            } catch (IOException e) {
                // Then the next attempt waits until the claim expires.
                LOGGER.log(Level.FINE, "{0} was not released: {1}", new Object[] {name, e.getMessage()});
            }
        }

        /** Marks a message as sent, also if another instance has claimed it meanwhile. Retrying this sends nothing. */
        private void markSent(String name, int attempts) throws IOException {
            Folder.Found<Delivery> found = folder.read(name, Delivery.class);
            if (found.value().filter(Delivery::done).isEmpty()) {
                folder.write(name, new Delivery(me, clock.instant().toString(), attempts, true), found.generation());
            }
        }
    }
}
