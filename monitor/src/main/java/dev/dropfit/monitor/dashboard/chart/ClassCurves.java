package dev.dropfit.monitor.dashboard.chart;

import dev.dropfit.core.registry.facts.ClassCurve;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The ROC curve and the precision–recall curve of each of several classes against the rest, small and folded, the class that is ranked worst first. */
public final class ClassCurves {
    private static final double SIZE = 100;
    /** Where the right square begins. */
    private static final double RIGHT = 130;

    private ClassCurves() {}

    /** The figures of those classes that were ranked. */
    public static Html of(List<ClassFacts> classes) {
        Html figures =
                Html.of("<details><summary>ROC and precision–recall curve of each class against the rest</summary><div"
                        + " class=\"small-figures\">");
        classes.stream()
                .filter(facts -> !facts.curve().points().isEmpty())
                .sorted(Comparator.comparingDouble(facts -> facts.curve().rocArea()))
                .forEach(facts -> figures.add("{}", figure(facts)));
        return figures.add("</div></details>");
    }

    private static Html figure(ClassFacts facts) {
        ClassCurve curve = facts.curve();
        ClassCurve.Point all = curve.points().get(curve.points().size() - 1);
        List<String> roc = new ArrayList<>();
        List<String> precision = new ArrayList<>();
        roc.add("0," + Svg.number(SIZE));
        for (ClassCurve.Point point : curve.points()) {
            double recall = (double) point.truePositives() / all.truePositives();
            roc.add(point(SIZE * point.falsePositives() / all.falsePositives(), recall));
            precision.add(point(RIGHT + SIZE * recall, point.precision()));
        }
        return Html.of(
                """
                <figure><figcaption><strong><bdi>{}</bdi></strong></figcaption>
                <svg viewBox="-2 -2 236 120" role="img" aria-label="{}: ROC AUC {}, average precision {}">
                <path class="grid" d="M0 0H100V100H0ZM130 0H230V100H130Z"/><path class="guide" d="M0 100L100 0"/>
                <polyline points="{}"/><polyline points="{}"/>
                <text x="50" y="114" text-anchor="middle">ROC AUC {}</text><text x="180" y="114" text-anchor="middle">avg. precision {}</text></svg></figure>
                """,
                facts.name(),
                facts.name(),
                PageText.ratio(curve.rocArea()),
                PageText.ratio(curve.averagePrecision()),
                String.join(" ", roc),
                String.join(" ", precision),
                PageText.ratio(curve.rocArea()),
                PageText.ratio(curve.averagePrecision()));
    }

    private static String point(double x, double share) {
        return Svg.number(x) + "," + Svg.number(SIZE * (1 - share));
    }
}
