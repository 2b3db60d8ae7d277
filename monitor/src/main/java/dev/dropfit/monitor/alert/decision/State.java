package dev.dropfit.monitor.alert.decision;

import com.google.gson.annotations.SerializedName;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Version;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about a model between runs. The names of the JSON fields are fixed.
 *
 * @param last the newest decision; null before the first
 * @param good the newest good version; null for none
 * @param open the open problem; null for none
 * @param sent when the last alert of each kind was sent
 */
record State(
        @Nullable Decision last,
        @Nullable String good,
        @Nullable Open open,
        @SerializedName("told") Map<AlertKind, Sent> sent) {
    static final State NONE = new State(null, null, null, Map.of());

    /**
     * A problem that is open until the next good run.
     *
     * @param version the first run with the problem
     * @param metric the metric that dropped; null for none
     * @param reference the value that it dropped from, which it has to reach again approximately
     */
    record Open(String version, @Nullable String metric, double reference) {
        Open {
            Objects.requireNonNull(version, "version");
        }

        boolean isSolvedBy(WatchedRun run, Rules rules) {
            Optional<Metric> dropped = Optional.ofNullable(metric).flatMap(Metric::parse);
            return dropped.isEmpty() || rules.hasRecovered(run, dropped.get(), reference);
        }
    }

    /**
     * When the last alert of a kind was sent.
     *
     * @param at the time, in ISO 8601
     * @param suppressed the number of alerts of this kind that the cooldown suppressed since then
     */
    record Sent(String at, @SerializedName("untold") int suppressed) {
        Sent {
            Instant.parse(at);
        }

        boolean isInCooldown(Rules rules, Instant now) {
            return now.isBefore(Instant.parse(at).plus(rules.cooldown()));
        }
    }

    State {
        sent = sent == null ? Map.of() : Map.copyOf(sent);
    }

    /**
     * The state after a run, with the decision about this run.
     *
     * @param reference the value that the metric dropped from, if it dropped
     */
    State after(WatchedRun run, Rules rules, double reference, Instant now) {
        AlertKind kind = rules.judge(run, reference);
        if (kind.problem()) {
            return afterProblem(run, kind, rules, reference, now);
        }
        String version = run.version().value();
        if (!run.promoted()) {
            return new State(new Decision(version, AlertKind.NOTHING, false, 0, null), good, open, sent);
        }
        String newest = isNewer(run.version(), good) ? version : good;
        if (open != null && isNewer(run.version(), open.version()) && open.isSolvedBy(run, rules)) {
            return new State(
                    new Decision(version, AlertKind.RECOVERED, true, 0, open.version()), newest, null, Map.of());
        }
        return new State(new Decision(version, kind, kind == AlertKind.PROMOTED, 0, null), newest, open, sent);
    }

    /** The newest decision. Only for a state after a run. */
    Decision decision() {
        return Objects.requireNonNull(last, "no run has been decided");
    }

    private State afterProblem(WatchedRun run, AlertKind kind, Rules rules, double reference, Instant now) {
        String version = run.version().value();
        Map<AlertKind, Sent> changed = new EnumMap<>(AlertKind.class);
        changed.putAll(sent);
        @Nullable Sent before = sent.get(kind);
        Decision decision;
        if (before != null && before.isInCooldown(rules, now)) {
            changed.put(kind, new Sent(before.at(), before.suppressed() + 1));
            decision = new Decision(version, kind, false, 0, null);
        } else {
            changed.put(kind, new Sent(now.toString(), 0));
            decision = new Decision(version, kind, true, before == null ? 0 : before.suppressed(), null);
        }
        // The event of an old run may arrive late. It opens no problem if a newer run was good.
        return new State(
                decision, good, isNewer(run.version(), good) ? opened(run, kind, rules, reference) : open, changed);
    }

    /** A problem stays open since its first run; after several drops, the value from before the first one has to be reached. */
    private Open opened(WatchedRun run, AlertKind kind, Rules rules, double reference) {
        String since = open == null ? run.version().value() : open.version();
        if (open != null && open.metric() != null) {
            return open;
        }
        return kind == AlertKind.DROP
                ? new Open(since, rules.metric().orElseThrow().text(), reference)
                : new Open(since, null, 0);
    }

    private static boolean isNewer(Version version, @Nullable String than) {
        return than == null || version.value().compareTo(than) > 0;
    }
}
