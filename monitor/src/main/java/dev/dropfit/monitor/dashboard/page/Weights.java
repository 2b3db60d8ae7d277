package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.monitor.dashboard.chart.Bars;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a model weighs: its features, the heaviest first. Of more than two classes, each feature's heaviest class. */
final class Weights {
    private static final int SHOWN = 15;
    private static final int MOST = 300;

    private Weights() {}

    /**
     * A feature's weight.
     *
     * @param name of the column, and the part of a date
     * @param level of a category; empty for a number
     * @param size the weight, or the importance
     * @param of the class that it is for; empty where there is one weight only
     */
    private record FeatureWeight(String name, String level, double size, String of) {}

    /** The section; nothing when the record has no features. */
    static Html of(JsonObject record, String fields, boolean all) {
        List<JsonObject> features = Json.objects(record, "features");
        boolean importances = features.stream().anyMatch(feature -> feature.has("importance"));
        List<FeatureWeight> weights = new ArrayList<>();
        features.forEach(feature -> weights.add(weight(feature)));
        weights.sort(Comparator.comparingDouble(weight -> -Math.abs(weight.size())));
        if (weights.isEmpty()) {
            return Html.none();
        }
        double most = Math.max(Math.abs(weights.get(0).size()), Double.MIN_NORMAL);
        int shown = Math.min(weights.size(), all ? MOST : SHOWN);
        Html section = Html.of("""
                <section aria-labelledby="weights"><h2 id="weights">What it weighs</h2>
                <p class="muted">{}</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Weights"><table class="bars"><thead><tr><th scope="col">Feature</th><th scope="col"><span class="visually-hidden">Bar</span></th>\
                <th scope="col" class="num">{}</th></tr></thead><tbody>
                """, explanation(record, importances), importances ? "Share" : "Weight");
        for (FeatureWeight weight : weights.subList(0, shown)) {
            section.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi>{}{}</th><td class=\"bar-cell\">{}</td><td class=\"num\">{}</td></tr>\n",
                    weight.name(),
                    weight.level().isEmpty()
                            ? Html.none()
                            : Html.of(" <span class=\"level\">= <bdi>{}</bdi></span>", weight.level()),
                    weight.of().isEmpty()
                            ? Html.none()
                            : Html.of(" <small class=\"muted\">for <bdi>{}</bdi></small>", weight.of()),
                    importances ? Bars.share(weight.size() / most) : Bars.signed(weight.size() / most),
                    importances ? PageText.percent(weight.size()) : PageText.contribution(weight.size(), most));
        }
        section.add("</tbody></table></div>");
        if (shown < weights.size()) {
            section.add(
                    all
                            ? "<p class=\"muted\">{} of {} features.</p>"
                            : "<p class=\"more\"><a href=\"?{}features=all#weights\">All {} features</a></p>",
                    all ? shown : fields,
                    PageText.count(weights.size()));
        }
        return section.add("</section>");
    }

    private static String explanation(JsonObject record, boolean importances) {
        if (importances) {
            return "By how much each column's splits lowered the loss, as a share of all.";
        }
        return Json.text(record, "task").equals("regression")
                ? "What one standard deviation, or a category, adds to the prediction."
                : "What one standard deviation, or a category, adds to the log-odds.";
    }

    private static FeatureWeight weight(JsonObject feature) {
        String part = Json.text(feature, "part");
        String name = Json.text(feature, "feature") + (part.isEmpty() ? "" : " · " + part.replace('_', ' '));
        String level = Json.text(feature, "value");
        if (feature.has("importance")) {
            return new FeatureWeight(name, level, finite(Json.number(feature, "importance")), "");
        }
        if (feature.get("weight") instanceof JsonObject perClass) {
            String heaviest = "";
            double size = 0;
            for (var entry : perClass.asMap().entrySet()) {
                JsonElement value = entry.getValue();
                if (Math.abs(finite(Json.number(value))) > Math.abs(size)) {
                    size = Json.number(value);
                    heaviest = entry.getKey();
                }
            }
            return new FeatureWeight(name, level, size, heaviest);
        }
        return new FeatureWeight(name, level, finite(Json.number(feature, "weight")), "");
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
