package dev.dropfit.monitor.alert.message;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.decision.Decision;
import dev.dropfit.monitor.alert.decision.Rules;
import dev.dropfit.monitor.alert.decision.Run;
import dev.dropfit.monitor.alert.decision.Runs;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts a decision into words, from what the model bucket holds. */
public final class Story {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int RUNS = 5;
    private static final int REASONS = 5;
    private static final int REASON_LENGTH = 300;

    private final Registry registry;
    private final Runs runs;
    private final Optional<String> dashboard;
    private final Clock clock;

    /** @param dashboard the dashboard's URL, without a slash at its end */
    public Story(Registry registry, Runs runs, Optional<String> dashboard, Clock clock) {
        this.registry = registry;
        this.runs = runs;
        this.dashboard = dashboard;
        this.clock = clock;
    }

    /** @param reference what the run's metric fell from, if it fell */
    public Alert of(Run run, Rules rules, double reference, Decision decision) throws IOException {
        Optional<Version> before = run.champion();
        if (run.verdict().equals("invalid")) {
            // It was not judged, so its record names no champion.
            before = registry.lastPromoted(run.model(), clock.instant());
        }
        // What a promoted run replaces is where to go back to; of another run what is served is not its doing.
        Optional<Version> back = run.promoted() ? before : predecessor(run.model(), before);
        Optional<Version> archived = back.isPresent()
                        && registry.findArchive(run.model(), back.get()).isPresent()
                ? back
                : Optional.empty();
        return new Alert(
                run.model(),
                run.version(),
                decision.kind(),
                title(run, decision),
                sentence(run, rules, reference, decision, before),
                advice(run, decision),
                reasons(run),
                figures(run),
                runs(run),
                archived.map(version -> "dropfit rollback " + run.model() + " " + version + " --why TEXT"),
                dashboard.map(url -> url + "/" + run.model()));
    }

    private static String title(Run run, Decision decision) {
        return run.model()
                + switch (decision.kind()) {
                    case INVALID -> ": dataset can't be used";
                    case REJECTED -> ": new model rejected";
                    case LIMIT -> ": beyond its limit";
                    case DROP -> ": fell";
                    case RECOVERED -> ": recovered";
                    default -> ": new model";
                };
    }

    private static String sentence(
            Run run, Rules rules, double reference, Decision decision, Optional<Version> before) {
        String served = before.map(version -> "nothing changed, " + version + " is still served")
                .orElse("there is no model to serve yet");
        String verdict = run.promoted() ? "is served" : "was rejected";
        String sentence = switch (decision.kind()) {
            case INVALID ->
                "The dataset of %s from %s can't be used; %s."
                        .formatted(run.model(), TIME.format(run.version().time()), served);
            case REJECTED ->
                "The new model of %s, %s, was rejected%s; %s."
                        .formatted(run.model(), run.version(), with(run, run.gateMetric()), served);
            case LIMIT ->
                "%s, %s, %s%s, %s than the limit %s."
                        .formatted(
                                run.model(),
                                run.version(),
                                verdict,
                                with(run, rules.metric()),
                                rules.metric().map(Metric::higherIsBetter).orElse(true) ? "lower" : "higher",
                                rules.metric()
                                        .map(metric -> metric.format(rules.limit()))
                                        .orElse("-"));
            case DROP -> fall(run, rules, reference, verdict);
            case RECOVERED ->
                "%s is well again: %s is served%s; it had needed a person since %s."
                        .formatted(
                                run.model(),
                                run.version(),
                                with(run, run.gateMetric()),
                                decision.since() == null ? "before" : decision.since());
            default ->
                "The new model of %s, %s, is served%s."
                        .formatted(run.model(), run.version(), with(run, run.gateMetric()));
        };
        return decision.untold() == 0
                ? sentence
                : sentence + " " + times(decision.untold()) + " since the last message it was the same.";
    }

    private static String fall(Run run, Rules rules, double reference, String verdict) {
        Metric metric = rules.metric().orElseThrow();
        double value = run.figure(metric);
        return "%s of %s %s from %s to %s: %s %s, and a change of more than %s is worth a look."
                .formatted(
                        metric.text(),
                        run.model(),
                        metric.higherIsBetter() ? "fell" : "rose",
                        metric.format(reference),
                        metric.format(value),
                        run.version(),
                        verdict,
                        metric.format(rules.accepted(metric, reference)));
    }

    private static String times(int count) {
        return count == 1 ? "Once" : Figures.count(count) + " times";
    }

    private static String with(Run run, Optional<Metric> metric) {
        return metric.filter(watched -> Double.isFinite(run.figure(watched)))
                .map(watched -> " with " + watched.text() + " " + watched.format(run.figure(watched))
                        + (Double.isFinite(run.championsFigure(watched))
                                ? " (champion " + watched.format(run.championsFigure(watched)) + ")"
                                : ""))
                .orElse("");
    }

    private static String advice(Run run, Decision decision) {
        return switch (decision.kind()) {
            case INVALID -> "Mend what the reasons name, and drop the dataset or its settings again.";
            case REJECTED ->
                "Look at what has changed in the dataset. To serve it against the gate: dropfit promote %s %s --force --why TEXT"
                        .formatted(run.model(), run.version());
            case LIMIT, DROP ->
                "Look at what has changed in the dataset; if the new rows are wrong, drop a mended one.";
            default -> "Nothing needs to be done.";
        };
    }

    private static List<String> reasons(Run run) {
        List<String> all = run.reasons();
        List<String> reasons = new ArrayList<>(all.stream()
                .limit(REASONS)
                .map(reason -> PlainText.line(reason, REASON_LENGTH))
                .toList());
        if (all.size() > REASONS) {
            reasons.add("and " + Figures.count(all.size() - REASONS) + " more, in metrics/" + run.version() + ".json");
        }
        return reasons;
    }

    private static List<Alert.Comparison> figures(Run run) {
        return Arrays.stream(Metric.values())
                .filter(metric -> Double.isFinite(run.figure(metric)))
                .map(metric -> new Alert.Comparison(
                        metric, run.figure(metric), run.championsFigure(metric), run.baselinesFigure(metric)))
                .toList();
    }

    private List<Alert.RunLine> runs(Run run) throws IOException {
        List<Alert.RunLine> lines = new ArrayList<>();
        for (Version version : registry.newestRecords(run.model(), RUNS, run.version())) {
            Optional<Run> found = version.equals(run.version()) ? Optional.of(run) : runs.read(run.model(), version);
            found.ifPresent(earlier -> lines.add(line(earlier)));
        }
        return lines;
    }

    private static Alert.RunLine line(Run run) {
        Optional<Metric> metric = run.gateMetric();
        return new Alert.RunLine(
                run.version(),
                PlainText.line(run.verdict(), 20),
                metric.map(Metric::text).orElse("-"),
                metric.map(judged -> judged.format(run.figure(judged)))
                        .orElse("-"));
    }

    private Optional<Version> predecessor(ModelName model, Optional<Version> served) throws IOException {
        return served.isEmpty()
                ? Optional.empty()
                : runs.read(model, served.get()).flatMap(Run::champion);
    }
}
