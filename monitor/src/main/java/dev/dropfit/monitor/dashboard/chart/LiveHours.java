package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.core.Figures;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.Map;
import java.util.Set;

/** How many rows were predicted in each of the last hours, with marks where there was an alert. */
public final class LiveHours {
    private static final int STEP = 5;
    private static final double HEIGHT = 60;
    private static final int DAY = 24;

    private LiveHours() {}

    /**
     * The chart.
     *
     * @param rows of each hour that has any
     * @param marked the hours with an alert
     * @param last the current hour
     * @param hours how many hours are shown, a multiple of 24
     */
    public static Html of(Map<Hour, Long> rows, Set<Hour> marked, Hour last, int hours) {
        long max = Math.max(
                1, rows.values().stream().mapToLong(Long::longValue).max().orElse(0));
        Html svg = Html.of(
                "<svg class=\"hours\" viewBox=\"-8 0 {} 84\" preserveAspectRatio=\"none\" role=\"img\""
                        + " aria-label=\"rows of each hour, at most {}\">",
                hours * STEP + 16,
                Figures.count(max));
        for (int i = 0; i < hours; i++) {
            Hour hour = last.plus(i - hours + 1L);
            if (i % DAY == 0) {
                svg.add("<path class=\"day\" d=\"M{} 10V76\"/>", i * STEP);
            }
            long count = rows.getOrDefault(hour, 0L);
            if (count > 0) {
                double height = Math.max(1, HEIGHT * count / max);
                svg.add(
                        "<rect x=\"{}\" y=\"{}\" width=\"4\" height=\"{}\"><title>{}: {}</title></rect>",
                        i * STEP,
                        Svg.number(HEIGHT - height + 16),
                        Svg.number(height),
                        PageText.minute(hour.start()),
                        Figures.rows(count));
            }
            if (marked.contains(hour)) {
                svg.add(
                        "<path class=\"mark\" d=\"M{} 2l6 9h-12z\"><title>alert: {}</title></path>",
                        i * STEP + 2,
                        PageText.minute(hour.start()));
            }
        }
        return svg.add("</svg>");
    }
}
