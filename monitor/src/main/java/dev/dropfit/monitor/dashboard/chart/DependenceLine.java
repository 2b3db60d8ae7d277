package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.core.registry.facts.DependenceFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** The mean prediction over the numbers of a column, as a small line. */
public final class DependenceLine {
    private static final double WIDTH = 240;
    private static final double HEIGHT = 90;

    private DependenceLine() {}

    /**
     * The picture.
     *
     * @param low the lowest mean of all columns that are shown together
     * @param high the highest one, above {@code low}
     */
    public static Html of(DependenceFacts facts, double low, double high, DoubleFunction<String> format) {
        List<DependenceFacts.Point> points = facts.points();
        double first = points.get(0).number();
        double last = points.get(points.size() - 1).number();
        List<String> line = new ArrayList<>();
        Html dots = Html.none();
        for (DependenceFacts.Point point : points) {
            String x = Svg.number(WIDTH * (point.number() - first) / (last - first));
            String y = Svg.number(HEIGHT * (high - point.mean()) / (high - low));
            line.add(x + "," + y);
            dots.add(
                    "<circle cx=\"{}\" cy=\"{}\" r=\"2.5\"><title>{}: {}</title></circle>",
                    x,
                    y,
                    PageText.value(point.number()),
                    format.apply(point.mean()));
        }
        return Html.of(
                "<svg class=\"dependence\" viewBox=\"-58 -8 306 118\" role=\"img\" aria-label=\"from {} at {} to {} at"
                        + " {}\"><path class=\"grid\" d=\"M0 0H240M0 90H240\"/><polyline points=\"{}\"/>{}<text x=\"-6\""
                        + " y=\"4\" text-anchor=\"end\">{}</text><text x=\"-6\" y=\"94\""
                        + " text-anchor=\"end\">{}</text><text x=\"0\" y=\"107\">{}</text><text x=\"240\" y=\"107\""
                        + " text-anchor=\"end\">{}</text></svg>",
                format.apply(points.get(0).mean()),
                PageText.value(first),
                format.apply(points.get(points.size() - 1).mean()),
                PageText.value(last),
                String.join(" ", line),
                dots,
                format.apply(high),
                format.apply(low),
                PageText.value(first),
                PageText.value(last));
    }
}
