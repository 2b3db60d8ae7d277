package dev.dropfit.cli.run;

import dev.dropfit.cli.console.Console;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.MetricValues;
import java.util.ArrayList;
import java.util.List;

/** The lines that report a run: its verdict, its metrics next to those of the previous model, what makes them look too good, and the reasons. */
public final class RunReport {
    private static final String INDENT = "    ";
    private static final int METRICS_PER_LINE = 2;

    private RunReport() {}

    public static void print(ModelName model, RunRecord run, Console console) {
        console.marked(
                model + "  ",
                run.promoted() ? Console.Colour.GOOD : Console.Colour.BAD,
                run.verdict().text(),
                duration(run) + rows(run));
        run.model().predicts(model.value()).ifPresent(line -> console.line(INDENT + line));
        metrics(run).forEach(line -> console.line(INDENT + line));
        run.model().flattering().forEach(note -> console.marked(INDENT, Console.Colour.NOTABLE, "note: ", note));
        if (!run.promoted()) {
            run.reasons().forEach(reason -> console.line(INDENT + "reason: " + reason));
        }
    }

    private static String duration(RunRecord run) {
        return Double.isNaN(run.elapsed()) ? "" : " in " + Figures.seconds(run.elapsed());
    }

    private static String rows(RunRecord run) {
        return run.trained()
                ? ": trained on %s, evaluated on %s"
                        .formatted(
                                Figures.rows(run.model().trainRows()),
                                Figures.count(run.model().holdout().rows()))
                : "";
    }

    /** The metrics with their 95 % intervals, the gate's metric first, each next to that of the previous model or, without one, of the baseline. */
    private static List<String> metrics(RunRecord run) {
        if (run.model().gateMetric().isEmpty()) {
            return List.of();
        }
        Metric first = run.model().gateMetric().get();
        boolean compared = run.championMetrics().has(first);
        MetricValues others = compared ? run.championMetrics() : run.baselineMetrics();
        List<String> parts = new ArrayList<>();
        parts.add(part(first, run, compared, others));
        for (Metric metric : Metric.of(first.classification())) {
            if (metric != first && (run.model().holdout().metrics().has(metric) || others.has(metric))) {
                parts.add(part(metric, run, compared, others));
            }
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < parts.size(); i += METRICS_PER_LINE) {
            lines.add(String.join(", ", parts.subList(i, Math.min(i + METRICS_PER_LINE, parts.size()))));
        }
        return lines;
    }

    private static String part(Metric metric, RunRecord run, boolean compared, MetricValues others) {
        return "%s %s (%s%s %s)"
                .formatted(
                        metric.text(),
                        metric.format(run.metric(metric)),
                        run.model()
                                .holdout()
                                .metrics()
                                .intervalText(metric)
                                .map(interval -> interval + ", ")
                                .orElse(""),
                        compared ? "previous" : "baseline",
                        metric.format(others.of(metric)));
    }

    /** The verdict and the reasons in one line. */
    public static String summary(RunRecord run) {
        return run.verdict().text() + ": " + reasonsInOneLine(run);
    }

    static String reasonsInOneLine(RunRecord run) {
        return String.join("; ", run.reasons());
    }
}
