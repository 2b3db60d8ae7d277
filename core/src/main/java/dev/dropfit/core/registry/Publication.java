package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.InvalidModelException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts the outcome of a run into the model bucket: archives its model, numbers its version, records it, adds it to the index of runs, and
 * serves the model if it was promoted, in this order. If the settings of the run have a rollout, a trial next to the served model begins instead, and
 * serves it at its end. Every step is done once however often a run is started, and what a run that was cut short has left undone is
 * completed by the next: every write either creates an object, or replaces exactly what was looked at.
 *
 * <p>Thread-safe, and safe between processes.
 */
public final class Publication {
    /** No event is delivered again after so long: Pub/Sub, which carries them, keeps none longer. */
    private static final Duration EVENTS_EXPIRE = Duration.ofDays(7);

    private final Registry registry;
    private final Publisher publisher;
    private final Clock clock;

    /** @param clock for how long a run took; nothing else depends on it */
    public Publication(Registry registry, Clock clock) {
        this.registry = registry;
        this.publisher = new Publisher(registry, clock);
        this.clock = clock;
    }

    /**
     * Archives a run's model and records the run.
     *
     * @param start when the run started
     * @return the record that counts: that of another start of the same run, if that was first
     */
    public RunRecord record(RunId run, RunRecord record, byte[] file, Instant start) throws IOException {
        archive(run, file);
        return record(run, record, start);
    }

    /** Records a run that has no model, likewise. */
    public RunRecord record(RunId run, RunRecord record, Instant start) throws IOException {
        // A clock may be set back during a run.
        long elapsed = Math.max(0, Duration.between(start, clock.instant()).toMillis());
        RunRecord ended = record.took(elapsed / 1000.0);
        // Before the record, so that every run that people can see has its number.
        registry.number(run.model(), run.version());
        registry.record(run.model(), run.version(), ended);
        RunRecord recorded = registry.readRecord(run.model(), run.version()).orElse(ended);
        registry.summarize(run.model(), RunSummary.of(run.version(), recorded));
        return recorded;
    }

    /** An archived file stays as it is, unless it is damaged. */
    private void archive(RunId run, byte[] file) throws IOException {
        registry.archive(run.model(), run.version(), file);
        Optional<StoredObject> archived = registry.readArchive(run.model(), run.version());
        if (archived.isPresent()) {
            try (StoredObject object = archived.get()) {
                if (object.info().size() != file.length || !Arrays.equals(object.readAllBytes(file.length), file)) {
                    registry.mendArchive(run.model(), run.version(), file, object.info());
                }
            }
        }
    }

    /** Serves the model of a run that was just recorded, if it was promoted; else completes the newest run that was. */
    public void serve(RunId run, RunRecord record, byte[] file) throws IOException {
        if (!record.promoted()) {
            completeOverdue(run.model(), run.version().time());
            return;
        }
        Latest latest = Latest.read(registry, run.model());
        publisher.note(run.model(), latest);
        if (!isPublished(run, record, latest)) {
            publish(run, record, file, latest);
        }
    }

    /** Serves the run's model or begins its rollout, unless the model was deleted after the run's dataset was dropped. */
    private void publish(RunId run, RunRecord record, byte[] file, Latest latest) throws IOException {
        if (isDeleted(run)) {
            return;
        }
        Optional<Rollout> rollout = Rollout.of(record);
        // A model that can't be read is replaced at once.
        if (rollout.isPresent() && latest.version().isPresent()) {
            rollOut(run, rollout.get(), latest.version().get(), latest.generation());
            return;
        }
        publisher.publish(run.model(), run.version(), file, latest, Promotion.Reason.GATE);
        if (latest.object().isPresent()) {
            return;
        }
        if (!isDeleted(run)) {
            registry.forgetDeletion(run.model());
            return;
        }
        // The model was deleted in between. The person found no latest to delete, so this is done here.
        Latest now = Latest.read(registry, run.model());
        if (now.is(run.version())) {
            registry.delete(now.object().orElseThrow());
        }
    }

    /** Begins the rollout of the run's model, which ends the trial that runs, unless that is the rollout of newer inputs. */
    private void rollOut(RunId run, Rollout rollout, Version served, long generation) throws IOException {
        Optional<Version> other = registry.trials()
                .find(run.model())
                .flatMap(Trials.Stored::trial)
                .filter(trial -> trial.kind() == Trial.Kind.ROLLOUT && trial.appliesTo(generation))
                .map(Trial::version);
        if (other.isPresent()
                && registry.readRecord(run.model(), other.get())
                        .flatMap(record -> record.origin().inputs())
                        .filter(inputs -> inputs.compareTo(run.inputs()) > 0)
                        .isPresent()) {
            return;
        }
        registry.trials()
                .begin(
                        run.model(),
                        new Trial(
                                Trial.Kind.ROLLOUT,
                                run.version(),
                                served,
                                generation,
                                clock.instant(),
                                rollout.steps(),
                                0,
                                Optional.empty(),
                                "",
                                ""));
    }

    /** Whether the model was deleted after the run's dataset was dropped: then the run is neither done nor served. */
    public boolean isDeleted(RunId run) throws IOException {
        return registry.deletion(run.model())
                .filter(deletion -> deletion.covers(run.inputs()))
                .isPresent();
    }

    /**
     * Does what a run has left to do after its record.
     *
     * @return false when its archive can't be used: then the run is to be done again, which makes the same bytes
     */
    public boolean complete(RunId run, RunRecord record) throws IOException {
        registry.summarize(run.model(), RunSummary.of(run.version(), record));
        Latest latest = Latest.read(registry, run.model());
        publisher.note(run.model(), latest);
        if (!record.promoted() || isPublished(run, record, latest)) {
            return true;
        }
        try {
            byte[] file =
                    ArchivedModel.read(registry, run.model(), run.version()).file();
            publish(run, record, file, latest);
            return true;
        } catch (InvalidModelException e) {
            return false;
        }
    }

    /**
     * Completes the newest run that was promoted, if it was cut short. Its own event finds a newer dataset and stops early; if that dataset
     * can't be used, what was promoted before it is to be served nevertheless.
     *
     * @param newest no run after this time is looked at
     */
    public void completeOverdue(ModelName model, Instant newest) throws IOException {
        List<Version> versions = registry.recordedVersions(model, newest.minus(EVENTS_EXPIRE), newest);
        Optional<RunId> overdue = Optional.empty();
        Optional<RunRecord> promoted = Optional.empty();
        for (int i = versions.size() - 1; i >= 0; i--) {
            Version version = versions.get(i);
            if (overdue.isPresent()
                    && version.time().isBefore(overdue.get().version().time())) {
                break;
            }
            Optional<RunRecord> record = registry.readRecord(model, version).filter(RunRecord::promoted);
            Optional<Inputs> inputs = record.flatMap(run -> run.origin().inputs());
            // Versions of the same second are in no order; their inputs are.
            if (inputs.isPresent()
                    && (overdue.isEmpty()
                            || inputs.get().compareTo(overdue.get().inputs()) > 0)) {
                overdue = Optional.of(new RunId(model, version, inputs.get()));
                promoted = record;
            }
        }
        if (overdue.isPresent() && promoted.isPresent()) {
            complete(overdue.get(), promoted.get());
        }
    }

    /** Whether a model of newer inputs than the run's is served. */
    public static boolean isOutdated(RunId run, Latest latest) {
        return latest.model()
                .flatMap(served -> RunRecord.of(served).origin().inputs())
                .filter(served -> served.compareTo(run.inputs()) > 0)
                .isPresent();
    }

    /**
     * Whether nothing is left to publish: the run's model is served, was served before, or a newer one is, or its rollout has begun. Looks at the notes after latest:
     * if latest is replaced in between, publishing fails.
     */
    private boolean isPublished(RunId run, RunRecord record, Latest latest) throws IOException {
        return latest.is(run.version())
                || isOutdated(run, latest)
                || publisher.wasServed(run.model(), run.version(), latest)
                || (Rollout.of(record).isPresent()
                        && registry.trials().wasRolledOut(run.model(), run.version(), clock.instant()));
    }
}
