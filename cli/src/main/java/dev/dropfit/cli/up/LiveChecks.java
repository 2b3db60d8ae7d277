package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.live.trial.TrialReports;
import dev.dropfit.core.live.trial.TrialWatch;
import dev.dropfit.core.live.watch.LiveAlert;
import dev.dropfit.core.live.watch.LiveWatch;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks live traffic once an hour, as a schedule does where Dropfit is deployed, and prints what changed. Trials of versions are checked each minute. Not
 * thread-safe.
 */
final class LiveChecks {
    /** How often trials are checked. */
    private static final Duration TRIALS = Duration.ofMinutes(1);

    private final Registry registry;
    private final LiveWatch watch;
    private final Clock clock;
    private final Console console;
    private final Set<String> printed = new HashSet<>();
    private @Nullable Hour checked;
    private final TrialWatch trials;
    private Instant nextTrials = Instant.EPOCH;

    /**
     * @param models the model bucket
     * @param live the bucket of counts
     */
    LiveChecks(Bucket models, Bucket live, Clock clock, Console console) {
        registry = new Registry(models);
        watch = new LiveWatch(models, new LiveReports(registry, Optional.of(live), Runnable::run, clock), clock);
        trials = new TrialWatch(registry, new TrialReports(registry, new LiveBucket(live), clock), clock);
        this.clock = clock;
        this.console = console;
    }

    /** Checks all models, if no check of this hour has, and trials, if no check of this minute has. */
    void look() throws IOException {
        if (!clock.instant().isBefore(nextTrials)) {
            for (ModelName model : registry.models()) {
                Optional<Trial> changed = trials.check(model);
                if (changed.isPresent()) {
                    print(model, changed.get());
                }
            }
            nextTrials = clock.instant().plus(TRIALS);
        }
        Hour hour = new Hour(clock.instant());
        if (hour.equals(checked)) {
            return;
        }
        for (ModelName model : registry.models()) {
            Optional<Version> served = Latest.read(registry, model).version();
            if (served.isPresent()) {
                watch.check(model, served.get()).forEach(alert -> print(model, alert));
            }
        }
        checked = hour;
    }

    private void print(ModelName model, Trial trial) throws IOException {
        String version = registry.numbers(model).name(trial.version());
        console.line(Console.Colour.NOTABLE, model + "  trial of " + version + ": " + trial.state());
    }

    private void print(ModelName model, LiveAlert alert) {
        if (printed.add(model + " " + alert.hour())) {
            alert.changes()
                    .forEach(change ->
                            console.line(Console.Colour.NOTABLE, model + "  live traffic changed: " + change));
        }
    }
}
