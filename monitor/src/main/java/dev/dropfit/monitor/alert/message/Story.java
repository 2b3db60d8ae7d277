package dev.dropfit.monitor.alert.message;

import dev.dropfit.core.Figures;
import dev.dropfit.core.live.watch.LiveAlert;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.monitor.alert.decision.AlertKind;
import dev.dropfit.monitor.alert.decision.Decision;
import dev.dropfit.monitor.alert.decision.Rules;
import dev.dropfit.monitor.alert.decision.WatchedRun;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words an alert: about a run, from the decision and the model bucket, or about live traffic. */
public final class Story {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_RUNS = 5;
    private static final int MAX_REASONS = 5;
    private static final int MAX_REASON = 300;

    private final Registry registry;
    private final Optional<String> dashboard;
    private final Clock clock;

    /** @param dashboard the dashboard's URL, without a trailing slash */
    public Story(Registry registry, Optional<String> dashboard, Clock clock) {
        this.registry = registry;
        this.dashboard = dashboard;
        this.clock = clock;
    }

    /**
     * The alert about a run, ready to be sent.
     *
     * @param reference the value that the run's metric dropped from, if it dropped
     */
    public Alert of(WatchedRun run, Rules rules, double reference, Decision decision) throws IOException {
        Optional<Version> before = run.previous();
        if (run.record().verdict() == Verdict.INVALID) {
            // It was not judged, so its record does not name the previous model.
            before = registry.promotions().last(run.model(), clock.instant());
        }
        // A promoted run is rolled back to the model that it replaced, any other to the one before the served model.
        Optional<Version> back = run.promoted() ? before : predecessor(run.model(), before);
        Optional<Version> archived = back.isPresent()
                        && registry.findArchive(run.model(), back.get()).isPresent()
                ? back
                : Optional.empty();
        VersionNumbers names = registry.numbers(run.model());
        return new Alert(
                run.model(),
                run.version(),
                run.version().value(),
                decision.kind(),
                title(run, decision),
                sentence(run, rules, reference, decision, before, names),
                advice(run, decision, names),
                reasons(run),
                figures(run),
                runs(run, names),
                archived.map(version -> "dropfit rollback " + run.model() + " " + names.name(version) + " --why TEXT"),
                dashboard.map(url -> url + "/" + run.model()));
    }

    /** The alert about a version that predicts worse than promised, ready to be sent. */
    public Alert of(ModelName model, Outcomes.OfVersion outcomes) {
        return new Alert(
                model,
                outcomes.version(),
                "outcome-" + outcomes.version(),
                AlertKind.OUTCOME,
                model + ": predictions are worse than promised",
                "%s labels of %s have come true, and the predictions were worse than the holdout promised, beyond chance. Version %s is served."
                        .formatted(Figures.count(outcomes.rows()), model, outcomes.version()),
                "Check that the labels are right. If they are, train on newer rows: 'dropfit feedback " + model
                        + " --to-dataset' appends the labelled ones. To see all days: dropfit live " + model,
                List.of(PlainText.line(
                        outcomes.sentence() + " on " + Figures.rows(outcomes.holdoutRows()) + " of the holdout",
                        MAX_REASON)),
                List.of(),
                List.of(),
                Optional.empty(),
                dashboard.map(url -> url + "/" + model));
    }

    /** The alert about changes of live traffic, ready to be sent. */
    public Alert of(ModelName model, LiveAlert alert) {
        return new Alert(
                model,
                new Version(alert.version()),
                alert.hour(),
                AlertKind.LIVE,
                model + ": live traffic changed",
                "The rows that clients send to %s changed: %s. Version %s is served."
                        .formatted(
                                model,
                                Figures.count(alert.changes().size(), "change", "changes") + " in the last 24 hours",
                                alert.version()),
                "If the rows are right, train on newer rows; if not, check the clients. To see all columns: dropfit"
                        + " live "
                        + model,
                shown(alert.changes(), "dropfit live " + model + " shows all"),
                List.of(),
                List.of(),
                Optional.empty(),
                dashboard.map(url -> url + "/" + model + "#live"));
    }

    private static String title(WatchedRun run, Decision decision) {
        return run.model()
                + switch (decision.kind()) {
                    case INVALID -> ": dataset can't be used";
                    case REJECTED -> ": new model rejected";
                    case LIMIT -> ": metric beyond its limit";
                    case DROP -> ": metric got worse";
                    case RECOVERED -> ": recovered";
                    default -> ": new model served";
                };
    }

    private static String sentence(
            WatchedRun run,
            Rules rules,
            double reference,
            Decision decision,
            Optional<Version> before,
            VersionNumbers names) {
        String name = names.name(run.version());
        String served = before.map(version -> "Version " + names.name(version) + " is still served.")
                .orElse("No model is served yet.");
        String outcome = "Version " + name + (run.promoted() ? " is served." : " was rejected.");
        String sentence = switch (decision.kind()) {
            case INVALID ->
                "The dataset of %s, uploaded at %s, can't be used. %s"
                        .formatted(run.model(), TIME.format(run.version().time()), served);
            case REJECTED ->
                "The new model of %s, %s, was rejected%s. %s"
                        .formatted(run.model(), name, with(run, run.gateMetric()), served);
            case LIMIT -> limit(run, rules) + " " + outcome;
            case DROP -> drop(run, rules, reference) + " " + outcome;
            case RECOVERED ->
                "%s has recovered: version %s is served%s.%s"
                        .formatted(
                                run.model(),
                                name,
                                with(run, run.gateMetric()),
                                decision.since() == null
                                        ? ""
                                        : " The problem began with " + names.name(decision.since()) + ".");
            default ->
                "The new model of %s, %s, is served%s.".formatted(run.model(), name, with(run, run.gateMetric()));
        };
        String told = sentence + predicts(run);
        return decision.suppressed() == 0 ? told : told + suppressed(decision.suppressed());
    }

    /** What the new model predicts, if no setting has chosen it: a wrong column is a frequent reason for an alert. */
    private static String predicts(WatchedRun run) {
        ModelFacts model = run.record().model();
        return model.labelChoice()
                .filter(choice -> choice != LabelChoice.SETTING && choice != LabelChoice.PREVIOUS)
                .flatMap(choice -> model.predicts(run.model().value()))
                .map(text -> " The new model " + PlainText.line(text, MAX_REASON) + ".")
                .orElse("");
    }

    private static String limit(WatchedRun run, Rules rules) {
        Metric metric = rules.metric().orElseThrow();
        return "%s of %s is %s, %s the limit of %s."
                .formatted(
                        metric.text(),
                        run.model(),
                        metric.format(run.metric(metric)),
                        metric.higherIsBetter() ? "below" : "above",
                        metric.format(rules.limit()));
    }

    private static String drop(WatchedRun run, Rules rules, double reference) {
        Metric metric = rules.metric().orElseThrow();
        return "%s of %s %s from %s to %s, by more than the accepted %s."
                .formatted(
                        metric.text(),
                        run.model(),
                        metric.higherIsBetter() ? "fell" : "rose",
                        metric.format(reference),
                        metric.format(run.metric(metric)),
                        metric.formatSize(rules.accepted(metric, reference)));
    }

    private static String suppressed(int count) {
        return " " + Figures.count(count, "alert", "alerts") + " of this kind " + (count == 1 ? "was" : "were")
                + " suppressed since the last message.";
    }

    private static String with(WatchedRun run, Optional<Metric> metric) {
        return metric.filter(watched -> Double.isFinite(run.metric(watched)))
                .map(watched -> " with " + watched.text() + " "
                        + run.record().model().holdout().metrics().text(watched)
                        + (Double.isFinite(run.previousMetric(watched))
                                ? " (previous model " + watched.format(run.previousMetric(watched)) + ")"
                                : ""))
                .orElse("");
    }

    private static String advice(WatchedRun run, Decision decision, VersionNumbers names) {
        return switch (decision.kind()) {
            case INVALID -> "Correct what the reasons name, then upload the dataset or its settings again.";
            case REJECTED ->
                "Check what changed in the dataset. To serve the rejected model anyway: dropfit promote %s %s --force --why TEXT"
                        .formatted(run.model(), names.name(run.version()));
            case LIMIT, DROP ->
                "Check what changed in the dataset. If the new rows are wrong, upload a corrected dataset.";
            default ->
                run.record().model().flattering().stream()
                        .findFirst()
                        .map(note -> "Before you rely on these metrics: " + PlainText.line(note, MAX_REASON) + ".")
                        .orElse("No action is needed.");
        };
    }

    private static List<String> reasons(WatchedRun run) {
        return shown(run.record().reasons(), "in metrics/" + run.version() + ".json");
    }

    /** @param where to find those that are too many to be shown */
    private static List<String> shown(List<String> all, String where) {
        List<String> shown = new ArrayList<>(all.stream()
                .limit(MAX_REASONS)
                .map(reason -> PlainText.line(reason, MAX_REASON))
                .toList());
        if (all.size() > MAX_REASONS) {
            shown.add("and " + Figures.count(all.size() - MAX_REASONS) + " more, " + where);
        }
        return shown;
    }

    private static List<Alert.Comparison> figures(WatchedRun run) {
        return Arrays.stream(Metric.values())
                .filter(metric -> Double.isFinite(run.metric(metric)))
                .map(metric -> new Alert.Comparison(
                        metric,
                        run.metric(metric),
                        run.record().model().holdout().metrics().interval(metric),
                        run.previousMetric(metric),
                        run.record().baselineMetrics().of(metric)))
                .toList();
    }

    private List<Alert.RunLine> runs(WatchedRun run, VersionNumbers names) throws IOException {
        List<Alert.RunLine> lines = new ArrayList<>();
        for (Version version : registry.newestRecords(run.model(), MAX_RUNS, run.version())) {
            Optional<WatchedRun> found =
                    version.equals(run.version()) ? Optional.of(run) : WatchedRun.read(registry, run.model(), version);
            found.ifPresent(earlier -> lines.add(line(earlier, names)));
        }
        return lines;
    }

    private static Alert.RunLine line(WatchedRun run, VersionNumbers names) {
        Optional<Metric> metric = run.gateMetric();
        return new Alert.RunLine(
                run.version(),
                names.name(run.version()),
                run.record().verdict().text(),
                metric.map(Metric::text).orElse("-"),
                metric.map(run.record().model().holdout().metrics()::text).orElse("-"));
    }

    private Optional<Version> predecessor(ModelName model, Optional<Version> served) throws IOException {
        return served.isEmpty()
                ? Optional.empty()
                : WatchedRun.read(registry, model, served.get()).flatMap(WatchedRun::previous);
    }
}
