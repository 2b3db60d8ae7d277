package dev.dropfit.monitor.dashboard.card;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.core.registry.facts.SliceFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;

/** Where a model is bad: parts of the data, classes, high and low predictions. */
final class WeaknessSection {
    private static final int MAX_SLICES = 15;
    /** If none is worse than all rows together, more would only hide that. */
    private static final int MAX_USUAL_SLICES = 5;

    private static final int MAX_CLASSES = 20;

    private WeaknessSection() {}

    static Html of(Evaluation holdout) {
        Html section = Html.of("<section><h2>Where it is bad</h2>");
        if (holdout.slices().isEmpty()
                && holdout.classes().isEmpty()
                && holdout.residuals().byPrediction().isEmpty()) {
            return section.add("<p>The record has no figures of parts of the data.</p></section>");
        }
        slices(section, holdout.slices());
        classes(section, holdout.classes());
        residuals(section, holdout.residuals());
        return section.add("</section>");
    }

    private static void slices(Html section, List<SliceFacts> slices) {
        if (slices.isEmpty()) {
            return;
        }
        boolean worse = slices.stream().anyMatch(SliceFacts::worse);
        section.add(
                "<h3>Parts of the data</h3><p class=\"muted\">{}</p>",
                worse
                        ? "The worst parts first. Those in bold are worse than all rows together, beyond chance."
                        : "The worst parts first. None is worse than all rows together beyond chance.");
        section.add(
                "<div class=\"scroll\"><table class=\"compact\"><thead><tr><th scope=\"col\">Rows with</th>"
                        + "<th scope=\"col\" class=\"num\">Rows</th><th scope=\"col\">Metric</th>"
                        + "<th scope=\"col\" class=\"num\">Figure</th><th scope=\"col\" class=\"num\">95 % interval</th></tr></thead><tbody>");
        for (SliceFacts slice : slices.subList(0, Math.min(worse ? MAX_SLICES : MAX_USUAL_SLICES, slices.size()))) {
            section.add(
                    "<tr{}><th scope=\"row\"><bdi>{}</bdi></th><td class=\"num\">{}</td><td>{}</td>",
                    slice.worse() ? Html.of(" class=\"worse-slice\"") : Html.none(),
                    slice.text(),
                    Figures.count(slice.rows()),
                    slice.metric().label());
            figure(section, slice.metric(), slice.figure());
            section.add("</tr>");
        }
        section.add("</tbody></table></div>");
    }

    private static void figure(Html row, Metric metric, Estimate figure) {
        row.add(
                "<td class=\"num\">{}</td><td class=\"num muted\">{}</td>",
                PageText.metric(metric, figure.value()),
                figure.interval()
                        .map(known ->
                                PageText.metric(metric, known.low()) + " to " + PageText.metric(metric, known.high()))
                        .orElse(PageText.NONE));
    }

    private static void classes(Html section, List<ClassFacts> classes) {
        if (classes.isEmpty()) {
            return;
        }
        section.add(
                "<h3>Classes</h3><div class=\"scroll\"><table class=\"compact\"><thead><tr><th scope=\"col\">Class</th>"
                        + "<th scope=\"col\" class=\"num\">Rows</th><th scope=\"col\" class=\"num\">Found</th>"
                        + "<th scope=\"col\" class=\"num\">Right when predicted</th>"
                        + "<th scope=\"col\" class=\"num\">F1</th></tr></thead><tbody>");
        for (ClassFacts one : classes.subList(0, Math.min(MAX_CLASSES, classes.size()))) {
            section.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi></th><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>",
                    one.name(),
                    Figures.count(one.rows()),
                    share(one.recall()),
                    share(one.precision()),
                    PageText.estimate(one.f1(), PageText::ratio));
        }
        section.add(
                "</tbody></table></div><p class=\"muted\">Found: of the rows that have the class, the share that is predicted"
                        + " as it (recall). Right when predicted: of the rows predicted as the class, the share that has it (precision). F1 is the balance of both: 1 is perfect.</p>");
    }

    private static Html share(Estimate share) {
        Html text = Html.of("{}", PageText.percent(share.value()));
        share.interval()
                .ifPresent(known -> text.add(
                        " <span class=\"muted\">({} to {})</span>",
                        PageText.percent(known.low()),
                        PageText.percent(known.high())));
        return text;
    }

    private static void residuals(Html section, ResidualFacts residuals) {
        if (residuals.byPrediction().isEmpty()) {
            return;
        }
        section.add(
                "<h3>Low and high predictions</h3><div class=\"scroll\"><table class=\"compact\"><thead><tr>"
                        + "<th scope=\"col\" class=\"num\">Mean prediction</th><th scope=\"col\" class=\"num\">Mean in the data</th>"
                        + "<th scope=\"col\" class=\"num\">Mean error</th><th scope=\"col\" class=\"num\">Rows</th></tr></thead><tbody>");
        for (ResidualFacts.Group group : residuals.byPrediction()) {
            section.add(
                    "<tr><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>",
                    PageText.quantity(group.predicted()),
                    PageText.quantity(group.actual()),
                    PageText.metric(Metric.MAE, group.mae().value()),
                    Figures.count(group.rows()));
        }
        section.add("</tbody></table></div>");
        residuals.spread().ifPresent(spread -> section.add("<p class=\"muted\">{}</p>", Figures.typographic(spread)));
    }
}
