package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A small line without axes that shows a metric over runs. */
public final class Spark {
    private static final double WIDTH = 120;
    private static final double HEIGHT = 28;
    private static final double MARGIN = 3;

    private Spark() {}

    /**
     * A small line chart.
     *
     * @param values oldest first; NaN where there is no value
     */
    public static Html of(List<Double> values, String label) {
        double min = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(v -> v)
                .min()
                .orElse(Double.NaN);
        double max = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(v -> v)
                .max()
                .orElse(Double.NaN);
        List<String> points = new ArrayList<>();
        double x = MARGIN;
        double y = HEIGHT / 2;
        double lastX = x;
        for (int i = 0; i < values.size(); i++) {
            if (!Double.isFinite(values.get(i))) {
                continue;
            }
            x = values.size() == 1 ? WIDTH - MARGIN : MARGIN + (WIDTH - 2 * MARGIN) * i / (values.size() - 1);
            y = max > min ? HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (values.get(i) - min) / (max - min) : HEIGHT / 2;
            lastX = x;
            points.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
        }
        if (points.isEmpty()) {
            return Html.of("<span class=\"muted\">{}</span>", PageText.NONE);
        }
        return Html.of(
                "<svg class=\"spark\" viewBox=\"0 0 120 28\" width=\"120\" height=\"28\" role=\"img\" aria-label=\"{}\">"
                        + "<polyline points=\"{}\"/><circle cx=\"{}\" cy=\"{}\" r=\"2.5\"/></svg>",
                label,
                String.join(" ", points),
                Svg.number(lastX),
                Svg.number(y));
    }
}
