package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import dev.dropfit.monitor.dashboard.read.Sides;
import java.util.Optional;

/** The metrics of one or two versions, of the previous model and of the baseline. */
final class MetricsTable {
    private MetricsTable() {}

    static Html of(Sides sides) {
        JsonObject record = sides.record();
        JsonObject champion = Json.object(record, "champion");
        JsonObject baseline = Json.object(record, "baseline");
        Optional<JsonObject> other = sides.otherRecord();
        boolean judged = Metric.parse(Json.text(record, "gate_metric"))
                .filter(metric -> champion.has(metric.text()))
                .isPresent();
        Html table = Html.of(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Metrics\"><table class=\"compact\"><thead><tr><th scope=\"col\">Metric on the holdout</th><th scope=\"col\" class=\"num\">This version</th>");
        if (other.isPresent()) {
            table.add(
                    "<th scope=\"col\" class=\"num\">Other version</th><th scope=\"col\" class=\"num\">Difference</th>");
        }
        if (judged) {
            table.add("<th scope=\"col\" class=\"num\">Previous model</th>");
        }
        table.add("<th scope=\"col\" class=\"num\">Baseline</th></tr></thead><tbody>");
        for (Metric metric : Metric.values()) {
            double value = Json.number(record, metric.text());
            if (!Double.isFinite(value)) {
                continue;
            }
            boolean gate = metric.text().equals(Json.text(record, "gate_metric"));
            table.add(
                    "<tr><th scope=\"row\">{}{}</th><td class=\"num\"><strong>{}</strong></td>",
                    metric.label(),
                    gate ? Html.of(" <small class=\"tag\">gate</small>") : Html.none(),
                    PageText.metric(metric, value));
            if (other.isPresent()) {
                double against = Json.number(other.get(), metric.text());
                double gain = metric.gain(value, against);
                String difference = PageText.difference(metric, value - against);
                table.add(
                        "<td class=\"num\">{}</td><td class=\"num {}\">{}</td>",
                        PageText.metric(metric, against),
                        difference.startsWith("±") || !Double.isFinite(gain) ? "muted" : gain > 0 ? "better" : "worse",
                        difference);
            }
            if (judged) {
                table.add("<td class=\"num\">{}</td>", PageText.metric(metric, Json.number(champion, metric.text())));
            }
            table.add(
                    "<td class=\"num muted\">{}</td></tr>",
                    PageText.metric(metric, Json.number(baseline, metric.text())));
        }
        return table.add("</tbody></table></div>");
    }
}
