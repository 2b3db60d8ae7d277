package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.core.Figures;
import dev.dropfit.core.live.ColumnComparison;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The live rows of a column in its bins as bars, and those of training as a line over each. */
public final class LiveDistribution {
    private static final double WIDTH = 180;
    private static final double HEIGHT = 32;
    private static final double MAX_STEP = 24;

    private LiveDistribution() {}

    /** The chart of a column or of the score; nothing if it has one bin only. */
    public static Html of(ColumnComparison column) {
        int bins = column.bins().bins();
        double live = Math.max(1, LongStream.of(column.live().bins()).sum());
        double training = Math.max(
                1, column.bins().rows().stream().mapToLong(Long::longValue).sum());
        double[] now = LongStream.of(column.live().bins())
                .mapToDouble(rows -> rows / live)
                .toArray();
        double[] was = column.bins().rows().stream()
                .mapToDouble(rows -> rows / training)
                .toArray();
        double max = IntStream.range(0, bins)
                .mapToDouble(bin -> Math.max(now[bin], was[bin]))
                .max()
                .orElse(0);
        if (bins < 2 || max <= 0) {
            return Html.none();
        }
        double step = Math.min(MAX_STEP, WIDTH / bins);
        Html svg = Html.of(
                "<svg class=\"dist live\" viewBox=\"0 0 180 34\" width=\"180\" height=\"34\" role=\"img\""
                        + " aria-label=\"live rows as bars, training as lines, in {} bins\">",
                bins);
        for (int bin = 0; bin < bins; bin++) {
            double height = HEIGHT * now[bin] / max;
            double line = HEIGHT - HEIGHT * was[bin] / max + 1;
            svg.add(
                    "<g><title>{}: {} of live rows, {} in training</title><rect class=\"track\" x=\"{}\" y=\"1\""
                            + " width=\"{}\" height=\"32\"/><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/><path"
                            + " class=\"was\" d=\"M{} {}h{}\"/></g>",
                    PageText.level(column.bins().name(bin)),
                    Figures.percent(now[bin]),
                    Figures.percent(was[bin]),
                    Svg.number(bin * step),
                    Svg.number(step - 1),
                    Svg.number(bin * step),
                    Svg.number(HEIGHT - height + 1),
                    Svg.number(step - 1),
                    Svg.number(height),
                    Svg.number(bin * step),
                    Svg.number(line),
                    Svg.number(step - 1));
        }
        return svg.add("</svg>");
    }
}
