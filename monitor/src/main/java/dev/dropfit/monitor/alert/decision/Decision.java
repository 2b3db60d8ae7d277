package dev.dropfit.monitor.alert.decision;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run is told of; made once, and kept.
 *
 * @param version the run's
 * @param kind what there is to tell
 * @param told whether it is told, or was told so lately that it need not be
 * @param untold how many of the same kind were not told since one was; of one that is told
 * @param since the first run that needed a person; of one that has recovered, else null
 */
public record Decision(
        String version,
        AlertKind kind,
        boolean told,
        int untold,
        @Nullable String since) {
    public Decision {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(kind, "kind");
    }
}
