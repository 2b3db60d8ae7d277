package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import java.util.Optional;

/** The metrics of one or two versions, of the previous model and of the baseline. */
final class MetricsTable {
    private MetricsTable() {}

    static Html of(ComparedVersions versions) {
        RunRecord record = versions.record();
        Optional<Metric> gateMetric = record.model().gateMetric();
        Optional<MetricPair> pair = MetricPair.of(versions);
        MetricValues own =
                pair.map(MetricPair::own).orElse(record.model().holdout().metrics());
        // The others were measured in the run, on other rows than those of the current dataset.
        boolean ofRun =
                pair.filter(both -> both.rows() == MetricPair.Rows.OF_CURRENT).isEmpty();
        boolean judged =
                ofRun && gateMetric.filter(record.championMetrics()::has).isPresent();
        Html table = Html.of("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Metrics\"><table"
                + " class=\"compact\"><thead><tr><th scope=\"col\">Metric on the holdout</th><th scope=\"col\""
                + " class=\"num\">This version</th>");
        if (pair.isPresent()) {
            table.add("<th scope=\"col\" class=\"num\">Other version</th><th scope=\"col\""
                    + " class=\"num\">Difference</th>");
        }
        if (judged) {
            table.add("<th scope=\"col\" class=\"num\">Previous model</th>");
        }
        if (ofRun) {
            table.add("<th scope=\"col\" class=\"num\">Baseline</th>");
        }
        table.add("</tr></thead><tbody>");
        for (Metric metric : Metric.values()) {
            double value = own.of(metric);
            if (!Double.isFinite(value)) {
                continue;
            }
            boolean gate = gateMetric.filter(metric::equals).isPresent();
            table.add(
                    "<tr><th scope=\"row\">{}{}</th><td class=\"num\"><strong>{}</strong>{}</td>",
                    metric.label(),
                    gate ? Html.of(" <small class=\"tag\">gate</small>") : Html.none(),
                    PageText.metric(metric, value),
                    interval(metric, own));
            if (pair.isPresent()) {
                double against = pair.get().other().of(metric);
                double gain = metric.gain(value, against);
                String difference = PageText.difference(metric, value - against);
                table.add(
                        "<td class=\"num\">{}{}</td><td class=\"num {}\">{}</td>",
                        PageText.metric(metric, against),
                        interval(metric, pair.get().other()),
                        difference.startsWith("±")
                                        || !Double.isFinite(gain)
                                        || !pair.get().comparable()
                                ? "muted"
                                : gain > 0 ? "better" : "worse",
                        difference);
            }
            if (judged) {
                table.add(
                        "<td class=\"num\">{}{}</td>",
                        PageText.metric(metric, record.championMetrics().of(metric)),
                        interval(metric, record.championMetrics()));
            }
            if (ofRun) {
                table.add(
                        "<td class=\"num muted\">{}</td>",
                        PageText.metric(metric, record.baselineMetrics().of(metric)));
            }
            table.add("</tr>");
        }
        return table.add("</tbody></table></div>");
    }

    private static Html interval(Metric metric, MetricValues metrics) {
        return metrics.intervalText(metric)
                .map(text -> Html.of(" <small class=\"muted\">{}</small>", Figures.typographic(text)))
                .orElseGet(Html::none);
    }
}
