package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;

/** A small picture of a column's values: a box for numbers, bars for categories. */
public final class Distribution {
    private static final double WIDTH = 120;
    private static final int MAX_BARS = 12;

    private Distribution() {}

    public static Html of(ColumnFacts column) {
        return switch (column.kind()) {
            case "numeric" -> box(column.profile());
            case "categorical" -> bars(column.profile().counts());
            default -> Html.none();
        };
    }

    /** From the 5th to the 95th percentile, with the middle half as a box and the median as a line. */
    private static Html box(ColumnProfile profile) {
        double low = profile.quantile(0.05);
        double high = profile.quantile(0.95);
        double first = profile.quantile(0.25);
        double median = profile.quantile(0.5);
        double third = profile.quantile(0.75);
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

    private static Html bars(List<CategoryCount> counts) {
        long max = counts.stream().mapToLong(CategoryCount::rows).max().orElse(0);
        if (max <= 0) {
            return Html.none();
        }
        int shown = Math.min(MAX_BARS, counts.size());
        double step = Math.min(16, WIDTH / shown);
        Html svg = Html.of(
                "<svg class=\"dist\" viewBox=\"0 0 120 20\" width=\"120\" height=\"20\" role=\"img\" aria-label=\"most frequent: {}\">",
                PageText.level(counts.get(0).value()));
        for (int i = 0; i < shown; i++) {
            CategoryCount count = counts.get(i);
            double height = Math.max(1, 18.0 * count.rows() / max);
            svg.add(
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}: {}</title></rect>",
                    Svg.number(i * step),
                    Svg.number(20 - height),
                    Svg.number(step - 2),
                    Svg.number(height),
                    PageText.level(count.value()),
                    Figures.count(count.rows()));
        }
        return svg.add("</svg>");
    }
}
