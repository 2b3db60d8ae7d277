package dev.dropfit.monitor.dashboard.chart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import dev.dropfit.monitor.dashboard.read.Sides;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ROC curve and the calibration of one or two versions, as unit squares. */
public final class Curves {
    /** The maximum number of points of a curve; more are not visible. */
    private static final int MAX_POINTS = 200;

    private static final double SIZE = 200;

    private Curves() {}

    /** Both figures; a figure is absent when it was not measured. */
    public static Html of(Sides sides) {
        Html figures = new Html();
        List<double[]> roc = roc(sides.record());
        if (roc.size() > 1) {
            figures.add(
                    "{}",
                    figure(
                            "ROC curve",
                            "False positive rate",
                            "True positive rate",
                            "ROC AUC " + PageText.metric(Metric.ROC_AUC, Json.number(sides.record(), "roc_auc")),
                            roc,
                            sides.otherRecord().map(Curves::roc),
                            false));
        }
        List<double[]> calibration = calibration(sides.record());
        if (!calibration.isEmpty()) {
            figures.add(
                    "{}",
                    figure(
                            "Calibration",
                            "Predicted probability",
                            "Observed share",
                            "ideal: the diagonal",
                            calibration,
                            sides.otherRecord().map(Curves::calibration),
                            true));
        }
        return figures;
    }

    private static Html figure(
            String title,
            String across,
            String up,
            String note,
            List<double[]> own,
            Optional<List<double[]>> other,
            boolean dots) {
        Html figure = Html.of("""
                <figure class="square"><figcaption><strong>{}</strong> <span class="muted">{}</span></figcaption>
                <svg viewBox="-34 -8 244 244" role="img" aria-label="{}: {}">
                """, title, note, title, describe(own));
        for (int i = 0; i <= 4; i++) {
            String at = Svg.number(SIZE * i / 4);
            String tick = i == 0 ? "0" : i == 4 ? "1" : String.valueOf(i / 4.0);
            figure.add("<path class=\"grid\" d=\"M0 {}H200M{} 0V200\"/>", at, at);
            figure.add(
                    "<text x=\"{}\" y=\"214\" text-anchor=\"middle\">{}</text><text x=\"-6\" y=\"{}\" text-anchor=\"end\">{}</text>",
                    at,
                    tick,
                    Svg.number(SIZE - SIZE * i / 4 + 3.5),
                    tick);
        }
        figure.add("<path class=\"diagonal\" d=\"M0 200L200 0\"/>");
        other.ifPresent(points -> draw(figure, points, "other", dots));
        draw(figure, own, "own", dots);
        return figure.add(
                "<text class=\"axis\" x=\"100\" y=\"232\" text-anchor=\"middle\">{}</text>"
                        + "<text class=\"axis\" transform=\"translate(-26 100) rotate(-90)\" text-anchor=\"middle\">{}</text></svg></figure>",
                across,
                up);
    }

    private static void draw(Html figure, List<double[]> points, String name, boolean dots) {
        List<String> line = new ArrayList<>();
        for (double[] point : points) {
            line.add(Svg.number(SIZE * point[0]) + "," + Svg.number(SIZE * (1 - point[1])));
        }
        figure.add("<polyline class=\"{}\" points=\"{}\"/>", name, String.join(" ", line));
        if (dots) {
            for (double[] point : points) {
                figure.add(
                        "<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"3.5\"><title>predicted {}, observed {}, {}</title></circle>",
                        name,
                        Svg.number(SIZE * point[0]),
                        Svg.number(SIZE * (1 - point[1])),
                        PageText.percent(point[0]),
                        PageText.percent(point[1]),
                        Figures.count((long) point[2], "row", "rows"));
            }
        }
    }

    private static String describe(List<double[]> points) {
        double[] middle = points.get(points.size() / 2);
        return "%d points, the middle one at %.2f, %.2f".formatted(points.size(), middle[0], middle[1]);
    }

    private static List<double[]> roc(JsonObject record) {
        JsonArray roc = Json.array(record, "roc");
        List<double[]> points = new ArrayList<>();
        int step = Math.max(1, (roc.size() + MAX_POINTS - 1) / MAX_POINTS);
        for (int i = 0; i < roc.size(); i++) {
            JsonElement pair = roc.get(i);
            if ((i % step == 0 || i == roc.size() - 1)
                    && pair instanceof JsonArray coordinates
                    && coordinates.size() == 2) {
                add(points, new double[] {Json.number(coordinates.get(0)), Json.number(coordinates.get(1))});
            }
        }
        return points;
    }

    private static List<double[]> calibration(JsonObject record) {
        List<double[]> points = new ArrayList<>();
        for (JsonObject bin : Json.objects(record, "calibration")) {
            add(points, new double[] {
                Json.number(bin, "predicted"), Json.number(bin, "observed"), Json.number(bin, "rows")
            });
        }
        return points;
    }

    private static void add(List<double[]> points, double[] point) {
        if (Double.isFinite(point[0]) && Double.isFinite(point[1])) {
            points.add(point);
        }
    }
}
