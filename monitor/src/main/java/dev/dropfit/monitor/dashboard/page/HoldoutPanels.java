package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.core.registry.facts.SliceFacts;
import dev.dropfit.core.registry.facts.WorstRow;
import dev.dropfit.monitor.dashboard.chart.ClassCurves;
import dev.dropfit.monitor.dashboard.chart.PredictedActual;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a version is good and where it is bad: its classes, its errors by prediction, and the slices of the holdout where it is worst. */
final class HoldoutPanels {
    private HoldoutPanels() {}

    /**
     * The panels; nothing for a record of an earlier release.
     *
     * @param thresholdForm what uses another threshold; none where nothing can be changed
     */
    static Html of(RunRecord record, Html thresholdForm) {
        Evaluation holdout = record.model().holdout();
        Html panels = Html.of("");
        record.model()
                .decision()
                .ifPresent(
                        decision -> panels.add("{}{}", decision(decision), ThresholdPanel.of(decision, thresholdForm)));
        if (!holdout.classes().isEmpty()) {
            panels.add("{}", classes(holdout));
        }
        if (!holdout.residuals().byPrediction().isEmpty()) {
            panels.add("{}", errors(holdout.residuals()));
        }
        if (!holdout.slices().isEmpty()) {
            panels.add("{}", slices(holdout));
        }
        if (!record.model().worstRows().isEmpty()) {
            panels.add("{}", worstRows(record.model()));
        }
        return panels;
    }

    /** The ids and names of those panels that people look for. */
    static Map<String, String> headings(RunRecord record) {
        Map<String, String> headings = new LinkedHashMap<>();
        if (record.model()
                .decision()
                .filter(decision -> !decision.thresholds().isEmpty())
                .isPresent()) {
            headings.put("threshold", "Threshold");
        }
        if (!record.model().holdout().slices().isEmpty()) {
            headings.put("slices", "Worst slices");
        }
        return headings;
    }

    private static Html decision(ClassDecision decision) {
        return Html.of(
                "<p class=\"muted\"><bdi>{}</bdi> is the positive class, predicted from a probability of {} on.{}</p>",
                decision.positive(),
                PageText.percent(decision.threshold()),
                decision.cost()
                        .map(cost -> Html.of(
                                " Errors cost {} for each row; with a threshold of 50 % they would cost {}.",
                                PageText.estimate(cost, PageText::quantity), PageText.quantity(decision.costAtHalf())))
                        .orElseGet(Html::none));
    }

    private static Html classes(Evaluation holdout) {
        boolean ranked = holdout.classes().size() > 2
                && holdout.classes().stream()
                        .anyMatch(facts -> !facts.curve().points().isEmpty());
        Html table = Html.of(
                """
                <h3 id="classes">Each class on the holdout</h3>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="classes"><table class="compact named"><thead><tr><th scope="col">Class</th>\
                <th scope="col" class="num">Rows</th><th scope="col" class="num">Precision</th><th scope="col" class="num">Recall</th>\
                <th scope="col" class="num">F1</th>{}</tr></thead><tbody>
                """,
                ranked
                        ? Html.of("<th scope=\"col\" class=\"num\">ROC AUC</th><th scope=\"col\" class=\"num\">Average"
                                + " precision</th>")
                        : Html.none());
        for (ClassFacts facts : holdout.classes()) {
            table.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi></th><td class=\"num\">{}</td><td class=\"num\">{}</td><td"
                            + " class=\"num\">{}</td><td class=\"num\">{}</td>{}</tr>\n",
                    facts.name(),
                    Figures.count(facts.rows()),
                    PageText.estimate(facts.precision(), PageText::ratio),
                    PageText.estimate(facts.recall(), PageText::ratio),
                    PageText.estimate(facts.f1(), PageText::ratio),
                    ranked
                            ? Html.of(
                                    "<td class=\"num\">{}</td><td class=\"num\">{}</td>",
                                    PageText.ratio(facts.curve().rocArea()),
                                    PageText.ratio(facts.curve().averagePrecision()))
                            : Html.none());
        }
        return table.add("</tbody></table></div>{}", ranked ? ClassCurves.of(holdout.classes()) : Html.none());
    }

    private static Html errors(ResidualFacts residuals) {
        Html chart = PredictedActual.of(residuals.byPrediction());
        Html table = chart.isEmpty() ? Html.none() : Html.of("<div class=\"figures\">{}</div>", chart);
        table.add("""
            <h3 id="errors">Error by prediction on the holdout</h3>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="errors"><table class="compact"><thead><tr>\
            <th scope="col" class="num">Mean prediction</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Mean label</th>\
            <th scope="col" class="num">MAE</th></tr></thead><tbody>
            """);
        for (ResidualFacts.Group group : residuals.byPrediction()) {
            table.add(
                    "<tr><th scope=\"row\" class=\"num\">{}</th><td class=\"num\">{}</td><td class=\"num\">{}</td><td"
                            + " class=\"num\">{}</td></tr>\n",
                    PageText.quantity(group.predicted()),
                    Figures.count(group.rows()),
                    PageText.quantity(group.actual()),
                    PageText.estimate(group.mae(), PageText::quantity));
        }
        table.add("</tbody></table></div>");
        residuals.spread().ifPresent(spread -> table.add("<p class=\"muted\">{}</p>", Figures.typographic(spread)));
        return table;
    }

    private static Html worstRows(ModelFacts model) {
        boolean classes = model.task().filter(Task.CLASSIFICATION::equals).isPresent();
        Html table = Html.of(
                """
                <h3 id="worst-rows">Rows it is most wrong about</h3>
                <p class="muted">{} {} The record keeps these rows because of the setting <code>keep_examples</code>.</p>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="worst-rows"><table class="compact"><thead><tr><th scope="col" class="num">Line</th>\
                <th scope="col">Actual</th><th scope="col">Predicted</th><th scope="col" class="num">{}</th>\
                <th scope="col">Values, most influential first</th></tr></thead><tbody>
                """,
                classes
                        ? "The holdout rows with the lowest probabilities of their labels."
                        : "The holdout rows with the largest errors.",
                "A wrong label or a wrong value in the dataset is often among them.",
                classes ? "Probability of actual" : "Actual minus predicted");
        for (WorstRow row : model.worstRows()) {
            table.add(
                    "<tr><th scope=\"row\" class=\"num\">{}</th><td><bdi>{}</bdi></td><td><bdi>{}</bdi></td><td"
                            + " class=\"num\">{}</td><td class=\"values\">",
                    Figures.count(row.line()),
                    row.actual(),
                    row.predicted(),
                    classes ? PageText.percent(1 - row.error()) : PageText.quantity(row.error()));
            row.values()
                    .forEach((column, value) ->
                            table.add("<span><bdi>{}</bdi> <b><bdi>{}</bdi></b></span> ", column, value));
            table.add("</td></tr>\n");
        }
        return table.add("</tbody></table></div>");
    }

    private static Html slices(Evaluation holdout) {
        Html table = Html.of(
                """
                <h3 id="slices">Worst slices of the holdout</h3>
                <p class="muted">Values and ranges of columns with at least 50 holdout rows. Some are bad by chance, or because the label is hard to predict there. {}</p>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="slices"><table class="compact"><thead><tr><th scope="col">Rows where</th>\
                <th scope="col" class="num">Rows</th><th scope="col" class="num">{}</th><th scope="col"></th></tr></thead><tbody>
                """,
                holdout.slices().get(0).metric().classification()
                        ? "Where 'worse' is written, the model is wrong more often than its probabilities say."
                        : "Where 'worse' is written, the error is larger than on all rows, by more than chance.",
                holdout.slices().get(0).metric().label());
        for (SliceFacts slice : holdout.slices()) {
            table.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi></th><td class=\"num\">{}</td><td"
                            + " class=\"num\">{}</td><td>{}</td></tr>\n",
                    slice.text(),
                    Figures.count(slice.rows()),
                    PageText.estimate(slice.figure(), value -> PageText.metric(slice.metric(), value)),
                    slice.worse() ? "worse" : "");
        }
        return table.add("</tbody></table></div>");
    }
}
