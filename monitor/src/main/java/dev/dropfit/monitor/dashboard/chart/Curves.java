package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.ClassCurve;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.RocPoint;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ROC curve, the precision–recall curve and the calibration of one or two versions, as unit squares. */
public final class Curves {
    /** The maximum number of points of a curve; more are not visible. */
    private static final int MAX_POINTS = 200;

    private static final double SIZE = 200;

    private Curves() {}

    /**
     * A point of a curve, in the unit square.
     *
     * @param title of the point's dot; empty for a point without a dot
     */
    private record Point(double x, double y, String title) {
        String left() {
            return Svg.number(SIZE * x);
        }

        String top() {
            return Svg.number(SIZE * (1 - y));
        }
    }

    private static final List<Point> DIAGONAL = List.of(new Point(0, 0, ""), new Point(1, 1, ""));

    /** The figures; a figure is absent when it was not measured. */
    public static Html of(ComparedVersions versions) {
        Evaluation own = versions.record().model().holdout();
        Optional<Evaluation> other =
                versions.otherRecord().map(record -> record.model().holdout());
        Html figures = new Html();
        List<Point> roc = roc(own);
        if (roc.size() > 1) {
            figures.add(
                    "{}",
                    figure(
                            "ROC curve",
                            "False positive rate",
                            "True positive rate",
                            "ROC AUC " + PageText.metric(Metric.ROC_AUC, own.metric(Metric.ROC_AUC)),
                            DIAGONAL,
                            roc,
                            other.map(Curves::roc)));
        }
        Optional<ClassCurve> positive = positive(own);
        if (positive.isPresent()) {
            List<Point> precision = precision(positive.get());
            double share = precision.get(precision.size() - 1).y();
            figures.add(
                    "{}",
                    figure(
                            "Precision–recall curve",
                            "Recall",
                            "Precision",
                            "average precision " + PageText.ratio(positive.get().averagePrecision()),
                            // Chance is as precise as the class is frequent.
                            List.of(new Point(0, share, ""), new Point(1, share, "")),
                            precision,
                            other.flatMap(Curves::positive).map(Curves::precision)));
        }
        List<Point> calibration = calibration(own);
        if (!calibration.isEmpty()) {
            figures.add(
                    "{}",
                    figure(
                            "Calibration",
                            "Predicted probability",
                            "Observed share",
                            "ideal: the diagonal",
                            DIAGONAL,
                            calibration,
                            other.map(Curves::calibration)));
        }
        return figures;
    }

    /** @param guide the line that curves are read against: chance, or the ideal */
    private static Html figure(
            String title,
            String across,
            String up,
            String note,
            List<Point> guide,
            List<Point> own,
            Optional<List<Point>> other) {
        Html figure = Html.of("""
            <figure class="square"><figcaption><strong>{}</strong> <span class="muted">{}</span></figcaption>
            <svg viewBox="-34 -8 244 244" role="img" aria-label="{}: {}">
            """, title, note, title, describe(own));
        for (int i = 0; i <= 4; i++) {
            String at = Svg.number(SIZE * i / 4);
            String tick = i == 0 ? "0" : i == 4 ? "1" : String.valueOf(i / 4.0);
            figure.add("<path class=\"grid\" d=\"M0 {}H200M{} 0V200\"/>", at, at);
            figure.add(
                    "<text x=\"{}\" y=\"214\" text-anchor=\"middle\">{}</text><text x=\"-6\" y=\"{}\""
                            + " text-anchor=\"end\">{}</text>",
                    at,
                    tick,
                    Svg.number(SIZE - SIZE * i / 4 + 3.5),
                    tick);
        }
        draw(figure, guide, "guide");
        other.ifPresent(points -> draw(figure, points, "other"));
        draw(figure, own, "own");
        return figure.add(
                "<text class=\"axis\" x=\"100\" y=\"232\" text-anchor=\"middle\">{}</text><text class=\"axis\""
                        + " transform=\"translate(-26 100) rotate(-90)\" text-anchor=\"middle\">{}</text></svg></figure>",
                across,
                up);
    }

    private static void draw(Html figure, List<Point> points, String name) {
        List<String> line = new ArrayList<>();
        for (Point point : points) {
            line.add(point.left() + "," + point.top());
        }
        figure.add("<polyline class=\"{}\" points=\"{}\"/>", name, String.join(" ", line));
        for (Point point : points) {
            if (!point.title().isEmpty()) {
                figure.add(
                        "<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"3.5\"><title>{}</title></circle>",
                        name,
                        point.left(),
                        point.top(),
                        point.title());
            }
        }
    }

    private static String describe(List<Point> points) {
        Point middle = points.get(points.size() / 2);
        return String.format(
                Locale.ROOT, "%d points, the middle one at %.2f, %.2f", points.size(), middle.x(), middle.y());
    }

    private static List<Point> roc(Evaluation evaluation) {
        List<RocPoint> roc = evaluation.roc();
        List<Point> points = new ArrayList<>();
        int step = Math.max(1, (roc.size() + MAX_POINTS - 1) / MAX_POINTS);
        for (int i = 0; i < roc.size(); i++) {
            if (i % step == 0 || i == roc.size() - 1) {
                points.add(new Point(roc.get(i).falsePositiveRate(), roc.get(i).truePositiveRate(), ""));
            }
        }
        return points;
    }

    /** The curve of the positive one of two classes; of more classes, each has its own. */
    private static Optional<ClassCurve> positive(Evaluation evaluation) {
        return evaluation.classes().stream()
                .map(ClassFacts::curve)
                .filter(curve ->
                        evaluation.classes().size() == 2 && !curve.points().isEmpty())
                .findFirst();
    }

    private static List<Point> precision(ClassCurve curve) {
        double positives = curve.points().get(curve.points().size() - 1).truePositives();
        return curve.points().stream()
                .map(point -> new Point(point.truePositives() / positives, point.precision(), ""))
                .toList();
    }

    private static List<Point> calibration(Evaluation evaluation) {
        return evaluation.calibration().stream()
                .map(bin -> new Point(
                        bin.predicted(),
                        bin.observed(),
                        "predicted " + PageText.percent(bin.predicted()) + ", observed "
                                + PageText.percent(bin.observed()) + ", " + Figures.rows(bin.rows())))
                .toList();
    }
}
