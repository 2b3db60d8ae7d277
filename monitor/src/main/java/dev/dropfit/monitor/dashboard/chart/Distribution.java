package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A small picture of a column's values: a box for numbers, bars for categories. A page may have hundreds of them, so the style sheet has what all
 * have in common: the size, and the line and its ends under a box.
 */
public final class Distribution {
    private static final double WIDTH = 120;
    private static final int MAX_BARS = 12;
    /** The levels in the text of the picture. */
    private static final int MAX_NAMED = 4;

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
                "<svg class=\"dist box\" role=\"img\"><title>5 % below {}, half between {} and {}, 5 % above {}</title>"
                        + "<rect x=\"{}\" width=\"{}\"/><path d=\"M{} 3v14\"/></svg>",
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
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            String height = Svg.number(Math.max(1, 18.0 * counts.get(i).rows() / max));
            path.append('M').append(Svg.number(i * step)).append(" 20v-").append(height);
            path.append('h').append(Svg.number(step - 2)).append('v').append(height);
        }
        return Html.of(
                "<svg class=\"dist\" role=\"img\"><title>{}</title><path d=\"{}\"/></svg>",
                names(counts),
                path.toString());
    }

    private static String names(List<CategoryCount> counts) {
        String named = counts.stream()
                .limit(MAX_NAMED)
                .map(count -> PageText.level(count.value()) + ": " + Figures.count(count.rows()))
                .collect(Collectors.joining(", "));
        return counts.size() > MAX_NAMED ? named + ", …" : named;
    }
}
