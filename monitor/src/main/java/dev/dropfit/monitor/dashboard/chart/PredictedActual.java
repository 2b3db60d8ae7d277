package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Predicted numbers against actual ones: a dot for each tenth of the holdout rows, by prediction. On the diagonal, predictions are right on average. */
public final class PredictedActual {
    private static final double SIZE = 200;

    private PredictedActual() {}

    /** The figure; nothing with fewer than two groups, or if all are equal. */
    public static Html of(List<ResidualFacts.Group> groups) {
        double low = range(groups).min().orElse(0);
        double high = range(groups).max().orElse(0);
        if (groups.size() < 2 || !(high > low)) {
            return Html.none();
        }
        Html figure = Html.of(
                """
                <figure class="square"><figcaption><strong>Predicted against actual</strong> <span class="muted">means of tenths of the rows; ideal: the diagonal</span></figcaption>
                <svg viewBox="-64 -8 274 244" role="img" aria-label="Predicted against actual: {} dots, the lowest at {} predicted and {} actual, the highest at {} and {}">
                """,
                groups.size(),
                PageText.quantity(groups.get(0).predicted()),
                PageText.quantity(groups.get(0).actual()),
                PageText.quantity(groups.get(groups.size() - 1).predicted()),
                PageText.quantity(groups.get(groups.size() - 1).actual()));
        for (int i = 0; i <= 2; i++) {
            String at = Svg.number(SIZE * i / 2);
            String tick = PageText.quantity(low + (high - low) * i / 2);
            figure.add("<path class=\"grid\" d=\"M0 {}H200M{} 0V200\"/>", at, at);
            figure.add(
                    "<text x=\"{}\" y=\"214\" text-anchor=\"middle\">{}</text><text x=\"-6\" y=\"{}\""
                            + " text-anchor=\"end\">{}</text>",
                    at,
                    tick,
                    Svg.number(SIZE - SIZE * i / 2 + 3.5),
                    tick);
        }
        figure.add("<path class=\"guide\" d=\"M0 200L200 0\"/>");
        List<String> line = new ArrayList<>();
        for (ResidualFacts.Group group : groups) {
            String x = Svg.number(SIZE * (group.predicted() - low) / (high - low));
            String y = Svg.number(SIZE * (high - group.actual()) / (high - low));
            line.add(x + "," + y);
            figure.add(
                    "<circle class=\"own\" cx=\"{}\" cy=\"{}\" r=\"3.5\"><title>predicted {}, actual {},"
                            + " {}</title></circle>",
                    x,
                    y,
                    PageText.quantity(group.predicted()),
                    PageText.quantity(group.actual()),
                    Figures.rows(group.rows()));
        }
        return figure.add(
                "<polyline class=\"own\" points=\"{}\"/><text class=\"axis\" x=\"100\" y=\"232\""
                        + " text-anchor=\"middle\">Mean prediction</text><text class=\"axis\" transform=\"translate(-56"
                        + " 100) rotate(-90)\" text-anchor=\"middle\">Mean actual value</text></svg></figure>",
                String.join(" ", line));
    }

    private static DoubleStream range(List<ResidualFacts.Group> groups) {
        return groups.stream().flatMapToDouble(group -> DoubleStream.of(group.predicted(), group.actual()));
    }
}
