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
 * Sees to it that every destination gets an alert. Who sends has claimed the message first, for a limited time, and notes afterwards that it
 * has arrived. So it is sent once, whoever else is asked to send it; only where an instance is killed between sending and noting, or
 * storage stays away for so long that nothing can be noted, or the destination took the message and its answer got lost, is it sent again.
 *
 * <p>Thread-safe, and safe between processes.
 */
public final class Deliveries {
    /** The longest that a destination may take for a message. */
    public static final Duration LONGEST_SEND = Duration.ofSeconds(30);

    /** Leaves time for the claim itself and for the note. */
    private static final Duration LEASE = LONGEST_SEND.multipliedBy(3);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
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
     * Delivers an alert to all that have not got it yet.
     *
     * @throws IOException when one of them can't be reached or does not take it; the others have it, and delivering again is due
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

    /** One call's work; each attempt of it goes on where the last has stopped. */
    private final class Round {
        private final String me = UUID.randomUUID().toString();
        private final Alert alert;
        private final Set<Destination> sent = new HashSet<>();
        private final Map<Destination, IOException> refused = new HashMap<>();

        Round(Alert alert) {
            this.alert = alert;
        }

        /** Goes to all of them before it complains of one. */
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
            String name = Folder.delivery(alert.model(), alert.version(), destination.name());
            Folder.Found<Delivery> found = folder.read(name, Delivery.class);
            Delivery delivery = found.value().orElse(Delivery.NONE);
            if (delivery.done()) {
                return;
            }
            if (!sent.contains(destination)) {
                claimAndSend(destination, name, found.generation(), delivery);
            }
            note(name, delivery.attempts() + 1);
        }

        private void claimAndSend(Destination destination, String name, long generation, Delivery delivery)
                throws IOException {
            Instant now = clock.instant();
            // A claim of our own is one whose answer got lost.
            if (delivery.isHeld(now) && !delivery.by().equals(me)) {
                throw new NotDeliveredException(
                        "The message about %s to %s waits until %s, or is being sent by another instance"
                                .formatted(alert.id(), destination.name(), delivery.until()));
            }
            Instant until = now.plus(LEASE);
            int attempts = delivery.attempts() + 1;
            folder.write(name, new Delivery(me, until.toString(), attempts, false), generation);
            if (clock.instant().plus(LONGEST_SEND).isAfter(until)) {
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
            LOGGER.log(Level.INFO, "{0}: told {1}", new Object[] {alert.id(), destination.name()});
        }

        /** Lets others try, after a pause that doubles and that all of them keep. */
        private void release(String name, int attempts) {
            Duration pause = Duration.ofSeconds(1L << Math.min(attempts - 1, 5));
            Instant until = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            try {
                Folder.Found<Delivery> found = folder.read(name, Delivery.class);
                if (found.value().filter(delivery -> delivery.by().equals(me)).isPresent()) {
                    folder.write(name, new Delivery("", until.toString(), attempts, false), found.generation());
                }
            } catch (IOException e) {
                // Then it waits for the end of the claim.
                LOGGER.log(Level.FINE, "{0} was not released: {1}", new Object[] {name, e.getMessage()});
            }
        }

        /** What was sent is noted whoever claims it by now; trying this again sends nothing. */
        private void note(String name, int attempts) throws IOException {
            Folder.Found<Delivery> found = folder.read(name, Delivery.class);
            if (found.value().filter(Delivery::done).isEmpty()) {
                folder.write(name, new Delivery(me, clock.instant().toString(), attempts, true), found.generation());
            }
        }
    }
}
