package dev.dropfit.monitor.dashboard.chart;

import com.google.gson.JsonObject;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import java.util.List;

/** A small picture of a column's values: a box for numbers, bars for categories. */
public final class Distribution {
    private static final double WIDTH = 120;
    private static final int MAX_BARS = 12;

    private Distribution() {}

    public static Html of(JsonObject column) {
        JsonObject profile = Json.object(column, "profile");
        return switch (Json.text(column, "kind")) {
            case "numeric" -> box(Json.object(profile, "quantiles"));
            case "categorical" -> bars(Json.objects(profile, "counts"));
            default -> Html.none();
        };
    }

    /** From the 5th to the 95th percentile, with the middle half as a box and the median as a line. */
    private static Html box(JsonObject quantiles) {
        double low = Json.number(quantiles, "0.05");
        double high = Json.number(quantiles, "0.95");
        double first = Json.number(quantiles, "0.25");
        double median = Json.number(quantiles, "0.5");
        double third = Json.number(quantiles, "0.75");
        if (!(high > low)) {
            return Html.none();
        }
        return Html.of(
                "<svg class=\"dist\" viewBox=\"0 0 120 20\" width=\"120\" height=\"20\" role=\"img\" aria-label=\"5 % below {}, half between {} and {}, 5 % above {}\">"
                        + "<path class=\"whisker\" d=\"M2 10H118M2 6v8M118 6v8\"/><rect x=\"{}\" y=\"4\" width=\"{}\" height=\"12\" rx=\"2\"/>"
                        + "<path class=\"median\" d=\"M{} 3V17\"/></svg>",
                PageText.value(low),
                PageText.value(first),
                PageText.value(third),
                PageText.value(high),
                x(first, low, high),
                Svg.number(Math.max(1, 116 * (third - first) / (high - low))),
                x(median, low, high));
    }

    private static String x(double value, double low, double high) {
        return Svg.number(2 + (WIDTH - 4) * (value - low) / (high - low));
    }

    private static Html bars(List<JsonObject> counts) {
        double max = counts.stream()
                .mapToDouble(count -> Json.number(count, "rows"))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        if (max <= 0) {
            return Html.none();
        }
        int shown = Math.min(MAX_BARS, counts.size());
        double step = Math.min(16, WIDTH / shown);
        Html svg = Html.of(
                "<svg class=\"dist\" viewBox=\"0 0 120 20\" width=\"120\" height=\"20\" role=\"img\" aria-label=\"most frequent: {}\">",
                PageText.level(Json.text(counts.get(0), "value")));
        for (int i = 0; i < shown; i++) {
            double rows = Json.number(counts.get(i), "rows");
            double height = Double.isFinite(rows) ? Math.max(1, 18 * rows / max) : 0;
            svg.add(
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}: {}</title></rect>",
                    Svg.number(i * step),
                    Svg.number(20 - height),
                    Svg.number(step - 2),
                    Svg.number(height),
                    PageText.level(Json.text(counts.get(i), "value")),
                    PageText.count(rows));
        }
        return svg.add("</svg>");
    }
}
