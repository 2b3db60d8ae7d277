package dev.dropfit.monitor.alert.decision;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Version;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a model between runs.
 *
 * @param last the newest decision; null before the first
 * @param good the newest version that was found good; null if none was
 * @param open since when something needs a person; null when nothing does
 * @param told when each kind was told last, and how often it was not since
 */
record State(
        @Nullable Decision last,
        @Nullable String good,
        @Nullable Open open,
        Map<AlertKind, Told> told) {
    static final State NONE = new State(null, null, null, Map.of());

    /**
     * Something needs a person until a good run comes.
     *
     * @param version the first run that did
     * @param metric what fell; null if nothing did
     * @param reference what it fell from, of which it has to come near again
     */
    record Open(String version, @Nullable String metric, double reference) {
        Open {
            Objects.requireNonNull(version, "version");
        }

        boolean isBack(Run run, Rules rules) {
            Optional<Metric> fallen = Optional.ofNullable(metric).flatMap(Metric::parse);
            return fallen.isEmpty() || rules.isBack(run, fallen.get(), reference);
        }
    }

    /**
     * When a kind was told.
     *
     * @param at the time, in ISO 8601
     * @param untold how often it was not told since
     */
    record Told(String at, int untold) {
        Told {
            Instant.parse(at);
        }

        boolean isWithin(Rules rules, Instant now) {
            return now.isBefore(Instant.parse(at).plus(rules.cooldown()));
        }
    }

    State {
        told = told == null ? Map.of() : Map.copyOf(told);
    }

    /**
     * The state after a run, with the decision about it as the last.
     *
     * @param reference what the metric fell from, if it fell
     */
    State after(Run run, Rules rules, double reference, Instant now) {
        AlertKind kind = rules.judge(run, reference);
        if (kind.problem()) {
            return afterProblem(run, kind, rules, reference, now);
        }
        String version = run.version().value();
        if (!run.promoted()) {
            return new State(new Decision(version, AlertKind.NOTHING, false, 0, null), good, open, told);
        }
        String newest = isNewer(run.version(), good) ? version : good;
        if (open != null && isNewer(run.version(), open.version()) && open.isBack(run, rules)) {
            return new State(
                    new Decision(version, AlertKind.RECOVERED, true, 0, open.version()), newest, null, Map.of());
        }
        return new State(new Decision(version, kind, kind == AlertKind.PROMOTED, 0, null), newest, open, told);
    }

    /** The newest decision, of a state that comes after a run. */
    Decision decision() {
        return Objects.requireNonNull(last, "no run has been decided");
    }

    private State afterProblem(Run run, AlertKind kind, Rules rules, double reference, Instant now) {
        String version = run.version().value();
        Map<AlertKind, Told> changed = new EnumMap<>(AlertKind.class);
        changed.putAll(told);
        @Nullable Told before = told.get(kind);
        Decision decision;
        if (before != null && before.isWithin(rules, now)) {
            changed.put(kind, new Told(before.at(), before.untold() + 1));
            decision = new Decision(version, kind, false, 0, null);
        } else {
            changed.put(kind, new Told(now.toString(), 0));
            decision = new Decision(version, kind, true, before == null ? 0 : before.untold(), null);
        }
        // The event of an old run may come late; what has been good since then stays so.
        return new State(
                decision, good, isNewer(run.version(), good) ? opened(run, kind, rules, reference) : open, changed);
    }

    /** Stays open since the first run; of several falls the first tells what is to be reached again. */
    private Open opened(Run run, AlertKind kind, Rules rules, double reference) {
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
