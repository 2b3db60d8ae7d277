package dev.dropfit.monitor.dashboard.chart;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A metric over versions. The script draws it from the data in an attribute; the table of runs has the same values as text. */
public final class MetricChart {
    private MetricChart() {}

    /**
     * The chart's section; empty when no run was measured.
     *
     * @param runs newest first
     * @param wanted the key of the requested metric; the gate's metric is shown when it is empty or was not measured
     */
    public static Html of(List<RunSummary> runs, ServedVersion served, VersionNumbers numbers, String wanted) {
        Set<Metric> measured = EnumSet.noneOf(Metric.class);
        Arrays.stream(Metric.values())
                .filter(metric -> runs.stream().anyMatch(run -> run.metrics().has(metric)))
                .forEach(measured::add);
        Optional<Metric> gate =
                runs.stream().flatMap(run -> run.gateMetric().stream()).findFirst();
        Optional<Metric> chosen =
                Metric.parse(wanted).filter(measured::contains).or(() -> gate);
        if (measured.isEmpty() || chosen.isEmpty()) {
            return Html.none();
        }
        Metric metric = chosen.get();
        if (runs.size() == 1) {
            return Html.of(
                    "<p class=\"muted\" id=\"over\">The chart of {} appears after the second run.</p>", metric.label());
        }
        Html section = Html.of(
                "<section aria-labelledby=\"over\"><div class=\"head\"><h2 id=\"over\">{} over versions</h2>"
                        + "<nav class=\"pills\" aria-label=\"Metric\">",
                metric.label());
        for (Metric other : measured) {
            if (other == metric) {
                section.add("<a href=\"?metric={}\" aria-current=\"true\">{}</a>", other.text(), other.label());
            } else {
                section.add("<a href=\"?metric={}\">{}</a>", other.text(), other.label());
            }
        }
        section.add(
                """
                </nav></div>
                <div class="chart" data-chart="{}" tabindex="0" role="img" aria-label="{} of the newest {}. {} is better. \
                Move between versions with the arrow keys; Enter opens one. The table of runs has the same values."></div>
                <p class="readout" aria-live="polite"></p>
                <ul class="legend"><li><span class="mark promoted" aria-hidden="true">●</span> promoted</li>\
                <li><span class="mark rejected" aria-hidden="true">○</span> rejected</li>\
                <li><span class="mark invalid" aria-hidden="true">✕</span> invalid</li>\
                <li><span class="line champion" aria-hidden="true"></span> previous model on the same rows</li>{}</ul>
                <noscript><p class="muted">The chart needs JavaScript; the table of runs has the same values.</p></noscript>
                </section>\
                """,
                data(runs, served, numbers, metric, gate),
                metric.label(),
                Figures.count(runs.size(), "run", "runs"),
                metric.higherIsBetter() ? "Higher" : "Lower",
                hasThreshold(runs, metric, gate)
                        ? Html.of("<li><span class=\"line threshold\" aria-hidden=\"true\"></span> threshold</li>")
                        : Html.none());
        return section;
    }

    private static boolean hasThreshold(List<RunSummary> runs, Metric metric, Optional<Metric> gate) {
        return gate.filter(metric::equals).isPresent()
                && runs.stream().anyMatch(run -> run.threshold().isPresent());
    }

    private static JsonObject data(
            List<RunSummary> runs, ServedVersion served, VersionNumbers numbers, Metric metric, Optional<Metric> gate) {
        boolean percent = metric.unit() == Metric.Unit.PERCENT;
        JsonArray versions = new JsonArray();
        for (int i = runs.size() - 1; i >= 0; i--) {
            RunSummary run = runs.get(i);
            JsonObject point = new JsonObject();
            point.addProperty("version", run.version().value());
            point.addProperty("name", numbers.name(run.version()));
            point.addProperty("verdict", run.verdict().text());
            point.addProperty("served", served.is(run.version()));
            double value = run.metric(metric);
            add(point, "value", value);
            point.addProperty("text", PageText.metric(metric, value));
            double champion = run.champion().of(metric);
            if (Double.isFinite(champion)) {
                add(point, "champion", champion);
                point.addProperty("championText", PageText.metric(metric, champion));
            }
            if (gate.filter(metric::equals).isPresent()) {
                run.threshold().ifPresent(threshold -> add(point, "threshold", threshold));
            }
            versions.add(point);
        }
        JsonObject data = new JsonObject();
        data.addProperty("metric", metric.label());
        data.addProperty("percent", percent);
        metric.max().ifPresent(max -> data.addProperty("max", max));
        data.add("versions", versions);
        return data;
    }

    private static void add(JsonObject point, String key, double value) {
        if (Double.isFinite(value)) {
            point.addProperty(key, Math.round(value * 1e6) / 1e6);
        }
    }
}
