package dev.dropfit.predictor.serve;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Trials;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The version of a model that is tried, in memory. It is read when the trial has changed; one that can't be used is not tried. Thread-safe. */
final class TrialSlot {
    private static final Logger LOGGER = Logger.getLogger(TrialSlot.class.getName());

    /** Most models have no trial, and its beginning may wait; its steps and its end may not. */
    private static final int INTERVALS_WITHOUT_TRIAL = 6;

    private final ModelName name;
    private final RefreshClock clock;
    private final Registry registry;
    private final ModelReader reader;
    private volatile @Nullable TriedModel tried;
    /** The generation of the trial that was read last. */
    private long seen = Bucket.ABSENT;

    /** When the last look began; null before the first one. */
    private @Nullable Long lastLook;

    TrialSlot(ModelName name, ModelSource source) {
        this.name = name;
        clock = source.clock;
        this.registry = source.registry;
        this.reader = source.reader;
    }

    /** The version that is tried next to the served one; null if there is none. */
    @Nullable
    TriedModel tried(ServedModel served) {
        TriedModel current = tried;
        return current != null
                        && current.trial().appliesTo(served.generation())
                        && isComparable(current.model(), served)
                ? current
                : null;
    }

    private static boolean isComparable(ServedModel one, ServedModel other) {
        return one.model().pipeline().target() instanceof Target.Classes
                == other.model().pipeline().target() instanceof Target.Classes;
    }

    /** The heap memory of the version, in bytes, about. */
    long heapBytes() {
        TriedModel current = tried;
        return current == null ? 0 : current.model().heapBytes();
    }

    /** Whether a version that is tried answers requests. Such a request has to know what has become of the trial. */
    boolean answers() {
        TriedModel current = tried;
        return current != null && current.trial().current().share() > 0;
    }

    /** Takes what has changed since the last look. Without a known trial, most calls do not look. */
    synchronized void look() throws IOException {
        long start = clock.now();
        Long last = lastLook;
        if (tried == null && last != null && !clock.isDue(last, start, INTERVALS_WITHOUT_TRIAL)) {
            return;
        }
        takeChanges();
        lastLook = start;
    }

    private void takeChanges() throws IOException {
        long now = registry.trials().look(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        if (now == seen) {
            return;
        }
        Optional<Trials.Stored> stored = registry.trials().find(name);
        Optional<Trial> trial =
                stored.flatMap(Trials.Stored::trial).filter(found -> found.appliesTo(found.generation()));
        TriedModel before = tried;
        if (trial.isEmpty()) {
            tried = null;
        } else if (before != null && before.trial().version().equals(trial.get().version())) {
            tried = new TriedModel(trial.get(), before.model());
        } else {
            tried = null;
            tried = read(trial.get());
        }
        seen = stored.map(found -> found.object().generation()).orElse(Bucket.ABSENT);
    }

    private @Nullable TriedModel read(Trial trial) throws IOException {
        Optional<ObjectInfo> archive = registry.findArchive(name, trial.version());
        try {
            return new TriedModel(
                    trial,
                    reader.readArchived(
                            registry,
                            name,
                            trial.version(),
                            archive.map(ObjectInfo::generation).orElse(Bucket.ABSENT)));
        } catch (InvalidModelException e) {
            LOGGER.log(Level.WARNING, "{0}: version {1}, which is to be tried, is not used: it {2}", new Object[] {
                name, trial.version(), e.getMessage()
            });
            return null;
        }
    }
}
