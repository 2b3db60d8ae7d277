package dev.dropfit.core.live.trial;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.live.LiveComparison;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Publisher;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Trials;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks the trial of a model. Any process may call it, as often as it likes: a rule that objects ends the trial, the next step follows one that is over, and after
 * the last step the version is served. Each change replaces exactly what was read. The end of a trial is decided before latest is replaced; a check that was cut short in
 * between is completed by the next.
 *
 * <p>Thread-safe, and safe between processes.
 */
public final class TrialWatch {
    /** With fewer rows than a comparison needs, a step takes this long at most. */
    private static final Duration MAX_STEP = Duration.ofHours(24);

    private final Registry registry;
    private final Trials trials;
    private final TrialReports reports;
    private final Publisher publisher;
    private final Clock clock;

    public TrialWatch(Registry registry, TrialReports reports, Clock clock) {
        this.registry = registry;
        this.trials = registry.trials();
        this.reports = reports;
        this.publisher = new Publisher(registry, clock);
        this.clock = clock;
    }

    /**
     * Checks a model.
     *
     * @return the trial if this check has changed it, or has served its version
     * @throws PreconditionFailedException when another instance has changed the trial or latest at the same time; then call this again
     */
    public Optional<Trial> check(ModelName model) throws IOException {
        Optional<Trials.Stored> stored = trials.find(model);
        Optional<Trial> found = stored.flatMap(Trials.Stored::trial);
        if (stored.isEmpty() || found.isEmpty()) {
            return Optional.empty();
        }
        trials.note(model, stored.get());
        Trial trial = found.get();
        Optional<ObjectInfo> latest = registry.findLatest(model);
        boolean isServed = trial.appliesTo(latest.map(ObjectInfo::generation).orElse(Bucket.ABSENT));
        if (trial.end().isPresent()) {
            if (isServed) {
                return Optional.of(serve(model, stored.get(), trial));
            }
            if (trial.end().get().outcome() == Trial.Outcome.PROMOTED
                    && latest.isPresent()
                    && clock.instant().isBefore(stored.get().object().created().plus(MAX_STEP))
                    && !publisher.isNoted(model, trial.version(), latest.get().created())) {
                // Another version that is served since has its note, or gets it here.
                publisher.note(model, Latest.read(registry, model));
            }
            return Optional.empty();
        }
        Optional<Trial> next = isServed ? next(model, stored.get(), trial) : Optional.of(replaced(model, trial));
        if (next.isEmpty()) {
            return Optional.empty();
        }
        Trials.Stored written = trials.write(model, stored, next.get());
        boolean isPromoted = isServed
                && next.get()
                        .end()
                        .map(Trial.End::outcome)
                        .filter(Trial.Outcome.PROMOTED::equals)
                        .isPresent();
        return Optional.of(isPromoted ? serve(model, written, next.get()) : next.get());
    }

    private Optional<Trial> next(ModelName model, Trials.Stored stored, Trial trial) throws IOException {
        TrialReport report = reports.of(model, stored, trial);
        Optional<String> objection = trial.promotes() ? TrialRule.objection(report) : Optional.empty();
        if (objection.isPresent()) {
            return Optional.of(trial.ended(Trial.Outcome.ROLLED_BACK, objection.get()));
        }
        if (!trial.promotes() || !isOver(trial.current(), report, clock.instant())) {
            return Optional.empty();
        }
        return Optional.of(
                trial.isLastStep()
                        ? trial.ended(Trial.Outcome.PROMOTED, String.join(" ", report.sentences()))
                        : trial.next());
    }

    private static boolean isOver(Trial.Step step, TrialReport report, Instant now) {
        Duration taken = Duration.between(report.since(), now);
        Duration least = Duration.ofHours(step.hours());
        boolean isKnown = report.counts().rows() >= LiveComparison.MIN_ROWS;
        return taken.compareTo(isKnown || least.compareTo(MAX_STEP) > 0 ? least : MAX_STEP) >= 0;
    }

    private Trial replaced(ModelName model, Trial trial) throws IOException {
        Latest latest = Latest.read(registry, model);
        if (latest.is(trial.version())) {
            return trial.ended(Trial.Outcome.PROMOTED, "");
        }
        return trial.ended(
                Trial.Outcome.REPLACED,
                latest.version().isPresent()
                        ? "latest was written again, with version "
                                + latest.version().get()
                        : "no version is served any more");
    }

    /** Serves the version of a trial that was promoted, if nothing else was served since it began. */
    private Trial serve(ModelName model, Trials.Stored stored, Trial trial) throws IOException {
        Latest latest = Latest.read(registry, model);
        if (!trial.appliesTo(latest.object().map(ObjectInfo::generation).orElse(Bucket.ABSENT))) {
            return trial;
        }
        try {
            ArchivedModel archived = ArchivedModel.read(registry, model, trial.version());
            publisher.publish(
                    model,
                    trial.version(),
                    archived.file(),
                    latest,
                    new Promotion.Reason(
                            Promotion.Why.CANARY,
                            trial.who(),
                            trial.end().map(Trial.End::reason).orElse("")));
            return trial;
        } catch (InvalidModelException e) {
            Trial failed = trial.ended(Trial.Outcome.ROLLED_BACK, "It " + e.getMessage());
            trials.write(model, Optional.of(stored), failed);
            return failed;
        }
    }
}
