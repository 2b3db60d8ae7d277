package dev.dropfit.monitor.dashboard.card;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.monitor.dashboard.chart.Curves;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.page.Confusion;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import java.util.Arrays;
import java.util.Optional;

/** How good a model is on the rows that it was not trained on. */
final class QualitySection {
    private QualitySection() {}

    static Html of(RunRecord record) {
        Evaluation holdout = record.model().holdout();
        Html section = Html.of("<section><h2>How good it is</h2>");
        if (holdout.rows() == 0) {
            return section.add("<p>It was not evaluated: no rows were held out.</p></section>");
        }
        section.add("<p class=\"lead\">{}</p>", summary(record));
        section.add("{}", rules(record.model()));
        section.add("{}", metrics(record));
        Html curves = Version.parse(record.origin().version())
                .map(version -> Curves.of(new ComparedVersions(version, record, Optional.empty(), Optional.empty())))
                .orElseGet(Html::none);
        Html confusion = holdout.confusion()
                .map(matrix -> Confusion.of(matrix, "Confusion matrix"))
                .orElseGet(Html::none);
        if (!curves.isEmpty() || !confusion.isEmpty()) {
            section.add("<div class=\"figures\">{}</div><div class=\"figures\">{}</div>", curves, confusion);
        }
        return section.add("</section>");
    }

    /** Which rows evaluated it, and what it had to reach. */
    private static Html rules(ModelFacts model) {
        Facts facts = new Facts();
        model.split()
                .ifPresent(split -> facts.add(
                        "Held-out rows",
                        Figures.percent(split.share()) + " of the rows, " + split.phrase()
                                + (split.isChosen() ? " (split in dropfit.json)" : "")));
        model.gateMetric()
                .ifPresent(metric -> facts.add(
                        "Judged by",
                        metric.label()
                                + (model.gateThreshold().isPresent()
                                        ? ", at least as good as "
                                                + PageText.metric(
                                                        metric,
                                                        model.gateThreshold().getAsDouble())
                                                + " (gate.threshold in dropfit.json)"
                                        : "")));
        return facts.html();
    }

    /** One sentence for a reader who knows no metric. */
    private static String summary(RunRecord record) {
        String on = " of " + Figures.rows(record.model().holdout().rows()) + " that it was not trained on";
        double accuracy = record.metric(Metric.VAL_ACC);
        double error = record.metric(Metric.MAE);
        if (Double.isFinite(accuracy)) {
            double baseline = record.baselineMetrics().of(Metric.VAL_ACC);
            return "It predicts the right class for " + PageText.percent(accuracy / 100) + on + "."
                    + (Double.isFinite(baseline)
                            ? " Always predicting the most frequent class is right for "
                                    + PageText.percent(baseline / 100) + "."
                            : "");
        }
        if (Double.isFinite(error)) {
            double baseline = record.baselineMetrics().of(Metric.MAE);
            return "Its prediction is off by " + PageText.metric(Metric.MAE, error) + " on average, on "
                    + Figures.rows(record.model().holdout().rows()) + " that it was not trained on."
                    + (Double.isFinite(baseline)
                            ? " Always predicting the mean is off by " + PageText.metric(Metric.MAE, baseline) + "."
                            : "");
        }
        return "The figures are of " + Figures.rows(record.model().holdout().rows()) + " that it was not trained on.";
    }

    private static Html metrics(RunRecord record) {
        boolean compared = Arrays.stream(Metric.values()).anyMatch(record.championMetrics()::has);
        boolean intervals = !record.model().holdout().metrics().intervals().isEmpty();
        Html table = Html.of("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Metric</th>"
                + "<th scope=\"col\" class=\"num\">This model</th>");
        if (intervals) {
            table.add("<th scope=\"col\" class=\"num\">95 % interval</th>");
        }
        if (compared) {
            table.add("<th scope=\"col\" class=\"num\">Previous model</th>");
        }
        table.add("<th scope=\"col\" class=\"num\">Baseline</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
        for (Metric metric : Metric.values()) {
            double value = record.metric(metric);
            if (!Double.isFinite(value)) {
                continue;
            }
            table.add(
                    "<tr><th scope=\"row\">{}</th><td class=\"num\"><strong>{}</strong></td>",
                    metric.label(),
                    PageText.metric(metric, value));
            if (intervals) {
                table.add(
                        "<td class=\"num\">{}</td>",
                        record.model()
                                .holdout()
                                .metrics()
                                .intervalText(metric)
                                .map(Figures::typographic)
                                .orElse(PageText.NONE));
            }
            if (compared) {
                table.add(
                        "<td class=\"num\">{}{}</td>",
                        PageText.metric(metric, record.championMetrics().of(metric)),
                        record.championMetrics()
                                .intervalText(metric)
                                .map(text -> " (" + Figures.typographic(text) + ")")
                                .orElse(""));
            }
            table.add(
                    "<td class=\"num muted\">{}</td><td class=\"meaning\">{}</td></tr>",
                    PageText.metric(metric, record.baselineMetrics().of(metric)),
                    metric.meaning());
        }
        table.add("</tbody></table></div>");
        return intervals
                ? table.add(
                        "<p class=\"muted\">The interval says how far the figure may be off, because the rows are a sample.</p>")
                : table;
    }
}
