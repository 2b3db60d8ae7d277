package dev.dropfit.monitor.dashboard.read;

import dev.dropfit.core.registry.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * The served version of a model.
 *
 * @param generation the generation of latest, 0 when there is none
 * @param version empty when no model is served, or latest can't be read
 * @param since when latest was written; meaningless when there is none
 * @param problem why latest can't be read; empty when it can be, or there is none
 */
public record ServedVersion(long generation, Optional<Version> version, Instant since, String problem) {
    static final ServedVersion NOTHING = new ServedVersion(0, Optional.empty(), Instant.EPOCH, "");

    public boolean is(Version other) {
        return version.filter(other::equals).isPresent();
    }
}
