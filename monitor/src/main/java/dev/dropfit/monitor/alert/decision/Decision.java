package dev.dropfit.monitor.alert.decision;

import com.google.gson.annotations.SerializedName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run causes an alert. Made once per run and stored; the names of its JSON fields are fixed.
 *
 * @param version the run's
 * @param kind why
 * @param alerted whether an alert is sent; false for no alert, or when the cooldown suppresses it
 * @param suppressed the number of alerts of this kind that the cooldown suppressed since the last one sent
 * @param since of a recovery, the first run with the problem; else null
 */
public record Decision(
        String version,
        AlertKind kind,
        @SerializedName("told") boolean alerted,
        @SerializedName("untold") int suppressed,
        @Nullable String since) {
    public Decision {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(kind, "kind");
    }
}
