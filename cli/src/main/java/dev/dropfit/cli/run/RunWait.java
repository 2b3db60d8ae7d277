package dev.dropfit.cli.run;

import com.google.gson.JsonObject;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits for runs that somebody else does, by looking for their records; all runs together for one length of time. */
public final class RunWait {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Registry registry;
    private final long end;

    public RunWait(Registry registry, Duration longest) {
        this.registry = registry;
        end = System.nanoTime() + longest.toNanos();
    }

    /** The record of the run on this generation of a dataset; empty when there is none in time. */
    public Optional<JsonObject> await(Drop drop) throws IOException, InterruptedException {
        Duration pause = Duration.ofMillis(250);
        while (true) {
            Optional<JsonObject> record = find(drop);
            long left = end - System.nanoTime();
            if (record.isPresent() || left <= 0) {
                return record;
            }
            Thread.sleep(Math.min(pause.toMillis(), left / 1_000_000 + 1));
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    /** A version begins with the time of its newest input: it is none from before this one. */
    private Optional<JsonObject> find(Drop drop) throws IOException {
        Instant dropped = drop.object().created();
        for (Version version : registry.recordedVersions(drop.model(), dropped, later(dropped))) {
            if (!version.time().isBefore(dropped.minusSeconds(1))) {
                Optional<JsonObject> record = registry.readRecordJson(drop.model(), version);
                if (record.isPresent()
                        && record.get().get("dataset") instanceof JsonObject dataset
                        && dataset.has("generation")
                        && dataset.get("generation").getAsLong()
                                == drop.object().generation()) {
                    return record;
                }
            }
        }
        return Optional.empty();
    }

    /** This machine's clock may be behind the store's. */
    private static Instant later(Instant dropped) {
        Instant now = Instant.now();
        return now.isAfter(dropped) ? now : dropped;
    }
}
