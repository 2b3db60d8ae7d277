package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.live.watch.LiveAlert;
import dev.dropfit.core.live.watch.LiveWatch;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks live traffic once an hour, as a schedule does where Dropfit is deployed, and prints what changed. Not thread-safe. */
final class LiveChecks {
    private final Registry registry;
    private final LiveWatch watch;
    private final InstantSource clock;
    private final Console console;
    private final Set<String> printed = new HashSet<>();
    private @Nullable Hour checked;

    /**
     * @param models the model bucket
     * @param live the bucket of counts
     */
    LiveChecks(Bucket models, Bucket live, InstantSource clock, Console console) {
        registry = new Registry(models);
        watch = new LiveWatch(models, new LiveReports(registry, Optional.of(live), Runnable::run, clock), clock);
        this.clock = clock;
        this.console = console;
    }

    /** Checks all models, if no check of this hour has. */
    void look() throws IOException {
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

    private void print(ModelName model, LiveAlert alert) {
        if (printed.add(model + " " + alert.hour())) {
            alert.changes()
                    .forEach(change ->
                            console.line(Console.Colour.NOTABLE, model + "  live traffic changed: " + change));
        }
    }
}
