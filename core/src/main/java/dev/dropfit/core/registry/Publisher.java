package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes the served version. Every change has a note. Before replacing latest, a publisher first writes the note that the previous publisher
 * may have left unwritten. So a version that has a note, or is latest, has been served; any other has not.
 *
 * <p>Thread-safe, and safe between processes.
 */
public final class Publisher {
    private static final String CUT_SHORT = "noted later: the process that changed it was interrupted before its note";

    private final Registry registry;
    private final Clock clock;

    /** @param clock the time from which promotion notes are searched backwards when nothing is served */
    public Publisher(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Serves a version from now on, if latest is still what the caller has seen. If that is this version already, only its note is written,
     * if there is none.
     *
     * @param file the version's model file
     * @throws PreconditionFailedException when something else is served by now; nothing was changed
     */
    public void publish(ModelName model, Version version, byte[] file, Latest seen, Promotion.Reason reason)
            throws IOException {
        if (seen.is(version)) {
            ObjectInfo latest = seen.object().orElseThrow();
            if (!registry.promotions().has(model, latest.created(), version)) {
                record(model, version, latest.created(), before(model, version, latest.created()), reason);
            }
            return;
        }
        note(model, seen);
        ObjectInfo written = registry.publish(model, file, seen.generation());
        record(model, version, written.created(), seen.version().map(Version::value), reason);
    }

    /** Writes the note of how latest came to be served, if the process that changed it was interrupted before doing so. */
    public void note(ModelName model, Latest latest) throws IOException {
        if (latest.version().isEmpty()) {
            return;
        }
        Version version = latest.version().get();
        Instant time = latest.object().orElseThrow().created();
        if (!registry.promotions().has(model, time, version)) {
            record(model, version, time, before(model, version, time), reason(model, version, time));
        }
    }

    /** Whether there is a note that this version has been served since a time. */
    public boolean isNoted(ModelName model, Version version, Instant time) throws IOException {
        return registry.promotions().has(model, time, version);
    }

    /** Whether this version was served before the version that is served now. */
    public boolean wasServed(ModelName model, Version version, Latest now) throws IOException {
        Instant first = archived(model, version);
        Instant last = now.object().map(ObjectInfo::created).orElse(clock.instant());
        return !last.isBefore(first) && registry.promotions().wasPromoted(model, version, first, last);
    }

    private void record(ModelName model, Version version, Instant time, Optional<String> from, Promotion.Reason reason)
            throws IOException {
        @Nullable String before = from.orElse(null);
        registry.promotions().record(model, new Promotion(time, before, version.value(), reason));
    }

    /** What was served before a change that has no note: the version in the newest earlier note, else the champion of the run. */
    private Optional<String> before(ModelName model, Version version, Instant time) throws IOException {
        Optional<Version> noted = registry.promotions().before(model, time);
        if (noted.isPresent()) {
            return noted.map(Version::value);
        }
        return registry.readRecord(model, version)
                .flatMap(RunRecord::champion)
                .map(Champion::version)
                .filter(champion -> !champion.isEmpty());
    }

    /** Since when the version can have been served, by the clock that promotions are noted by. */
    private Instant archived(ModelName model, Version version) throws IOException {
        return registry.findArchive(model, version).map(ObjectInfo::created).orElse(version.time());
    }

    private Promotion.Reason reason(ModelName model, Version version, Instant time) throws IOException {
        if (registry.trials()
                .find(model)
                .flatMap(Trials.Stored::trial)
                .filter(trial -> trial.version().equals(version))
                .flatMap(Trial::end)
                .filter(end -> end.outcome() == Trial.Outcome.PROMOTED)
                .isPresent()) {
            return new Promotion.Reason(Promotion.Why.CANARY, "", CUT_SHORT);
        }
        if (registry.promotions().wasPromoted(model, version, archived(model, version), time)) {
            return new Promotion.Reason(Promotion.Why.ROLLBACK, "", CUT_SHORT);
        }
        boolean passed =
                registry.readRecord(model, version).filter(RunRecord::promoted).isPresent();
        return passed ? Promotion.Reason.GATE : new Promotion.Reason(Promotion.Why.FORCED, "", CUT_SHORT);
    }
}
