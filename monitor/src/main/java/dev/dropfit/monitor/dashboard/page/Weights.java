package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.Effect;
import dev.dropfit.core.registry.facts.FeatureFacts;
import dev.dropfit.monitor.dashboard.chart.Bars;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The weights or importances of a model's features, the largest first. With more than two classes, each feature's largest weight. */
final class Weights {
    /** The number of features on the page of a model. */
    static final int DEFAULT_SHOWN = 15;

    private static final int MAX_SHOWN = 300;

    private Weights() {}

    /**
     * A feature's weight.
     *
     * @param name the column, and the part of a date
     * @param level the level of a category; empty for a number
     * @param size the weight, or the importance
     * @param of the class; empty when the feature has only one weight
     */
    private record WeightedFeature(String name, String level, double size, String of) {}

    /** The features with the largest weights, the largest first. */
    static List<FeatureFacts> largest(RunRecord record, int limit) {
        return record.model().features().stream()
                .sorted(Comparator.comparingDouble(
                        feature -> -Math.abs(weight(feature).size())))
                .limit(limit)
                .toList();
    }

    /**
     * The section; nothing when the record has no features.
     *
     * @param ofVersion names the version, starting with 'of'
     */
    static Html of(RunRecord record, Html ofVersion, String fields, boolean all) {
        List<FeatureFacts> features = record.model().features();
        boolean importances = features.stream().anyMatch(feature -> feature.effect() instanceof Effect.Importance);
        List<WeightedFeature> weights = largest(record, all ? MAX_SHOWN : DEFAULT_SHOWN).stream()
                .map(Weights::weight)
                .toList();
        if (weights.isEmpty()) {
            return Html.none();
        }
        double largest = Math.max(Math.abs(weights.get(0).size()), Double.MIN_NORMAL);
        Html section = Html.of(
                """
                <section aria-labelledby="weights"><h2 id="weights">{} <small class="muted">{}</small></h2>
                <p class="muted">{}</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Weights"><table class="bars"><thead><tr><th scope="col">Feature</th><th scope="col"><span class="visually-hidden">Bar</span></th>\
                <th scope="col" class="num">{}</th></tr></thead><tbody>
                """,
                importances ? "Feature importances" : "Feature weights",
                ofVersion,
                explanation(record, importances),
                importances ? "Share" : "Weight");
        for (WeightedFeature weight : weights) {
            section.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi>{}{}</th><td class=\"bar-cell\">{}</td><td"
                            + " class=\"num\">{}</td></tr>\n",
                    weight.name(),
                    weight.level().isEmpty()
                            ? Html.none()
                            : Html.of(" <span class=\"level\">= <bdi>{}</bdi></span>", weight.level()),
                    weight.of().isEmpty()
                            ? Html.none()
                            : Html.of(" <small class=\"muted\">for <bdi>{}</bdi></small>", weight.of()),
                    importances ? Bars.share(weight.size() / largest) : Bars.signed(weight.size() / largest),
                    importances ? PageText.percent(weight.size()) : PageText.contribution(weight.size(), largest));
        }
        section.add("</tbody></table></div>");
        if (weights.size() < features.size()) {
            section.add(
                    all
                            ? "<p class=\"muted\">{} of {} features.</p>"
                            : "<p class=\"more\"><a href=\"?{}features=all#weights\">All {} features</a></p>",
                    all ? weights.size() : fields,
                    Figures.count(features.size()));
        }
        return section.add("</section>");
    }

    private static String explanation(RunRecord record, boolean importances) {
        if (importances) {
            if (record.model().blendsLinear()) {
                return "How much each column influences the prediction: the reduction of the loss by its splits in the"
                        + " trees, and its largest weight in the linear part, as shares of the total.";
            }
            return "How much the splits on each column reduced the loss, as a share of the total.";
        }
        if (record.model().learnsLogarithm()) {
            return "How much one standard deviation, or a category, adds to the logarithm of the prediction: 0.1 is"
                    + " about 10 % more.";
        }
        return record.model().task().filter(Task.REGRESSION::equals).isPresent()
                ? "How much one standard deviation, or a category, adds to the prediction."
                : "How much one standard deviation, or a category, adds to the log-odds.";
    }

    private static WeightedFeature weight(FeatureFacts feature) {
        String part = feature.part();
        String name = feature.column() + (part.isEmpty() ? "" : " · " + part.replace('_', ' '));
        String level = feature.level().orElse("");
        if (feature.effect() instanceof Effect.ClassWeights weights) {
            Map.Entry<String, Double> largest = weights.byClass().entrySet().stream()
                    .max(Comparator.comparingDouble(entry -> Math.abs(finite(entry.getValue()))))
                    .orElse(Map.entry("", 0.0));
            return new WeightedFeature(name, level, finite(largest.getValue()), largest.getKey());
        }
        double size = feature.effect() instanceof Effect.Importance importance
                ? importance.share()
                : feature.effect() instanceof Effect.Weight weight ? weight.value() : 0;
        return new WeightedFeature(name, level, finite(size), "");
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
