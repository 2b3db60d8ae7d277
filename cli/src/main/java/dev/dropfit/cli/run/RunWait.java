package dev.dropfit.cli.run;

import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits for runs of the trainer by looking for their records. One time limit applies to all runs together. */
public final class RunWait {
    private static final Duration MAX_PAUSE = Duration.ofSeconds(8);

    private final Registry registry;
    private final long end;

    public RunWait(Registry registry, Duration limit) {
        this.registry = registry;
        end = System.nanoTime() + limit.toNanos();
    }

    /** Waits for the record of the run on this generation of a dataset; empty when the time is over. */
    public Optional<RunRecord> await(Drop drop) throws IOException, InterruptedException {
        Duration pause = Duration.ofMillis(250);
        while (true) {
            Optional<RunRecord> record = find(drop);
            long left = end - System.nanoTime();
            if (record.isPresent() || left <= 0) {
                return record;
            }
            Thread.sleep(Math.min(pause.toMillis(), left / 1_000_000 + 1));
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(MAX_PAUSE) < 0 ? twice : MAX_PAUSE;
        }
    }

    /** A version begins with the time of its newest input, so it is not older than the dropped object. */
    private Optional<RunRecord> find(Drop drop) throws IOException {
        Instant dropped = drop.object().created();
        for (Version version : registry.recordedVersions(drop.model(), dropped, later(dropped))) {
            if (!version.time().isBefore(dropped.minusSeconds(1))) {
                Optional<RunRecord> record = registry.readRecord(drop.model(), version);
                if (record.flatMap(run -> run.origin().inputs())
                        .filter(drop::isAmong)
                        .isPresent()) {
                    return record;
                }
            }
        }
        return Optional.empty();
    }

    /** The clock of this machine may be slower than that of the store. */
    private static Instant later(Instant dropped) {
        Instant now = Instant.now();
        return now.isAfter(dropped) ? now : dropped;
    }
}
