package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The trials of models on live traffic. Each change of a trial replaces exactly what was read, and has a note in {@code promotions/}. Before a trial is replaced,
 * the note that the previous writer may have left unwritten is written: so a trial that has begun is the current one, or has a note.
 *
 * <p>Thread-safe, and safe between processes.
 */
public final class Trials {
    private final Registry registry;
    private final Bucket models;

    Trials(Registry registry, Bucket models) {
        this.registry = registry;
        this.models = models;
    }

    /**
     * What is stored.
     *
     * @param object as it was read
     * @param trial the current trial, or the last one; empty if the object is damaged
     */
    public record Stored(ObjectInfo object, Optional<Trial> trial) {}

    /** What is known of the object without reading it; empty if there was never a trial. */
    public Optional<ObjectInfo> look(ModelName model) throws IOException {
        return models.find(name(model));
    }

    /** The current trial of a model, or its last one; empty if there was never one. */
    public Optional<Stored> find(ModelName model) throws IOException {
        Optional<StoredObject> stored = models.read(name(model));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        ObjectInfo object = stored.get().info();
        return Optional.of(new Stored(object, Trial.read(registry.parsed(stored.get()))));
    }

    /**
     * Begins or changes a trial, if it is still what the caller has seen.
     *
     * @param seen empty if there was none
     * @return what is stored now
     * @throws PreconditionFailedException when it is another by now; nothing was changed
     */
    public Stored write(ModelName model, Optional<Stored> seen, Trial trial) throws IOException {
        if (seen.isPresent()) {
            note(model, seen.get());
        }
        long expected = seen.map(stored -> stored.object().generation()).orElse(Bucket.ABSENT);
        ObjectInfo object = models.write(name(model), Registry.bytes(trial.toJson()), expected);
        Stored written = new Stored(object, Optional.of(trial));
        note(model, written);
        return written;
    }

    /**
     * Begins a trial; the one that runs is noted as replaced.
     *
     * @throws PreconditionFailedException when another trial was begun or changed at the same time
     */
    public void begin(ModelName model, Trial trial) throws IOException {
        Optional<Stored> seen = find(model);
        Optional<Trial> running = seen.flatMap(Stored::trial).filter(Trial::isRunning);
        if (running.isPresent()) {
            Trial ended = running.get().ended(Trial.Outcome.REPLACED, "version " + trial.version() + " is tried now");
            seen = Optional.of(write(model, seen, ended));
        }
        write(model, seen, trial);
    }

    /** Writes the note of a change, if the process that made it was interrupted before doing so. */
    public void note(ModelName model, Stored stored) throws IOException {
        if (stored.trial().isPresent()) {
            registry.record(model, stored.trial().get(), stored.object().created());
        }
    }

    /** Whether a rollout of this version has begun, whatever came of it. */
    boolean wasRolledOut(ModelName model, Version version, Instant now) throws IOException {
        Optional<Trial> current = find(model).flatMap(Stored::trial);
        return current.filter(trial -> trial.kind() == Trial.Kind.ROLLOUT
                                && trial.version().equals(version))
                        .isPresent()
                || registry.hasTrial(model, version, Trial.Kind.ROLLOUT, now);
    }

    private static String name(ModelName model) {
        return model + "/trial.json";
    }
}
