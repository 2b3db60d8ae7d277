package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.Costs;
import dev.dropfit.core.registry.facts.ThresholdCounts;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What other thresholds of a model with two classes would predict on the holdout. A script makes a slider of the table, with the cost of the two
 * kinds of errors.
 */
final class ThresholdPanel {
    /** Of the thresholds in the table; the slider has them all. */
    private static final int EVERY = 10;

    private ThresholdPanel() {}

    /**
     * The panel; nothing for a record of an earlier release.
     *
     * @param form what uses the chosen threshold; none where nothing can be changed
     */
    static Html of(ClassDecision decision, Html form) {
        List<ThresholdCounts> thresholds = decision.thresholds();
        if (thresholds.isEmpty()) {
            return Html.none();
        }
        ThresholdCounts all = thresholds.get(0);
        Html panel = Html.of(
                """
                <h3 id="threshold">Which threshold</h3>
                <div class="threshold" data-thresholds="{}" data-threshold="{}" data-positive="{}" data-false-positive="{}" data-false-negative="{}">
                <div class="scroll" tabindex="0" role="region" aria-labelledby="threshold"><table class="compact"><thead><tr>\
                <th scope="col" class="num">Threshold</th><th scope="col" class="num">Predicted <bdi>{}</bdi></th><th scope="col" class="num">Right</th>\
                <th scope="col" class="num">Precision</th><th scope="col" class="num">Recall</th></tr></thead><tbody>
                """,
                points(thresholds),
                decision.threshold(),
                decision.positive(),
                decision.costs().map(Costs::falsePositive).orElse(1.0),
                decision.costs().map(Costs::falseNegative).orElse(1.0),
                decision.positive());
        for (int i = EVERY; i < thresholds.size(); i += EVERY) {
            row(panel, thresholds.get(i), all.truePositives());
        }
        return panel.add("</tbody></table></div>{}</div>", form);
    }

    private static void row(Html panel, ThresholdCounts counts, int positives) {
        int predicted = counts.truePositives() + counts.falsePositives();
        panel.add(
                "<tr><th scope=\"row\" class=\"num\">{}</th><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>\n",
                PageText.percent(counts.threshold()),
                Figures.count(predicted),
                Figures.count(counts.truePositives()),
                share(counts.truePositives(), predicted),
                share(counts.truePositives(), positives));
    }

    private static String share(int part, int whole) {
        return whole == 0 ? PageText.NONE : PageText.ratio(part / (double) whole);
    }

    private static String points(List<ThresholdCounts> thresholds) {
        return thresholds.stream()
                .map(counts ->
                        "[" + counts.threshold() + "," + counts.truePositives() + "," + counts.falsePositives() + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
