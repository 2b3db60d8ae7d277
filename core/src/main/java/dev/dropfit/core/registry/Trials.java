package dev.dropfit.core.registry;

import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The trials of models on live traffic. Each change of a trial replaces exactly what was read, and has a note in {@code promotions/}. Before a trial is replaced,
 * the note that the previous writer may have left unwritten is written: so a trial that has begun is the current one, or has a note.
 *
 * <p>Thread-safe, and safe between processes.
 */
public final class Trials {
    private static final Pattern RECORD = Pattern.compile(".*/\\d{8}T\\d{9}Z-[^/]*\\.(shadow|canary|rollout)\\.json");

    private static final Duration MONTHS_LISTED = Duration.ofDays(61);

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
        ObjectInfo object = models.write(name(model), IndentedJson.bytes(trial.toJson()), expected);
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
            Trial ended = running.get().ended(Trial.Outcome.REPLACED, "Version " + trial.version() + " is tried now");
            seen = Optional.of(write(model, seen, ended));
        }
        write(model, seen, trial);
    }

    /** Writes the note of a change, if the process that made it was interrupted before doing so. */
    public void note(ModelName model, Stored stored) throws IOException {
        if (stored.trial().isPresent()) {
            record(model, stored.trial().get(), stored.object().created());
        }
    }

    /** Whether a rollout of this version has begun, whatever came of it. */
    boolean wasRolledOut(ModelName model, Version version, Instant now) throws IOException {
        Optional<Trial> current = find(model).flatMap(Stored::trial);
        return current.filter(trial -> trial.kind() == Trial.Kind.ROLLOUT
                                && trial.version().equals(version))
                        .isPresent()
                || isRolloutRecorded(model, version, now);
    }

    /** Records a change of a trial, once. Its name does not read as a change of latest. */
    private void record(ModelName model, Trial trial, Instant time) throws IOException {
        registry.writeIfAbsent(
                Promotions.folder(model) + Promotions.TIME.format(time) + suffix(trial.version(), trial.kind()),
                IndentedJson.bytes(trial.toJson()));
    }

    /** Whether a rollout of the version is recorded before a time. Looks at the months since the version only. */
    private boolean isRolloutRecorded(ModelName model, Version version, Instant before) throws IOException {
        String suffix = suffix(version, Trial.Kind.ROLLOUT);
        for (String month : Months.between(version.time(), before)) {
            if (models.names(Promotions.folder(model) + month).stream().anyMatch(name -> name.endsWith(suffix))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The newest recorded changes of trials, newest first: those of the current and of the previous two months.
     *
     * @param limit the maximum number
     */
    public List<Trial> newest(ModelName model, int limit, Instant now) throws IOException {
        List<String> names = new ArrayList<>();
        for (String month : Months.between(now.minus(MONTHS_LISTED), now)) {
            models.names(Promotions.folder(model) + month).stream()
                    .filter(name -> RECORD.matcher(name).matches())
                    .forEach(names::add);
        }
        List<Trial> newest = new ArrayList<>();
        for (int i = names.size() - 1; i >= 0 && newest.size() < limit; i--) {
            Optional<StoredObject> stored = models.read(names.get(i));
            if (stored.isPresent()) {
                Trial.read(registry.parsed(stored.get())).ifPresent(newest::add);
            }
        }
        return newest;
    }

    private static String suffix(Version version, Trial.Kind kind) {
        return "-" + version + "." + kind.text() + ".json";
    }

    private static String name(ModelName model) {
        return model + "/trial.json";
    }
}
