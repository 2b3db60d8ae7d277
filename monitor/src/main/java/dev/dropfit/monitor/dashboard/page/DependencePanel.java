package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.DependenceFacts;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.monitor.dashboard.chart.Bars;
import dev.dropfit.monitor.dashboard.chart.DependenceLine;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** How the prediction depends on the most influential columns. All pictures have the same scale, so their sizes can be compared. */
final class DependencePanel {
    private DependencePanel() {}

    /**
     * The section; nothing when the record does not say.
     *
     * @param ofVersion names the version, starting with 'of'
     */
    static Html of(RunRecord record, Html ofVersion) {
        ModelFacts model = record.model();
        List<DependenceFacts> columns = model.dependence();
        double low = means(columns).min().orElse(0);
        double high = means(columns).max().orElse(0);
        if (!(high > low)) {
            return Html.none();
        }
        boolean number = model.task().filter(Task.REGRESSION::equals).isPresent();
        DoubleFunction<String> format = number ? PageText::quantity : PageText::percent;
        Html section = Html.of(
                """
                <section aria-labelledby="effects"><h2 id="effects">How the prediction changes <small class="muted">{}</small></h2>
                <p class="muted">The mean {} of up to 100 holdout rows if one column had the same value in all of them and the other columns stayed as they are \
                (partial dependence). All pictures have the same scale. A value that does not occur together with the other columns may mislead.</p>
                <div class="figures">
                """,
                ofVersion,
                number
                        ? Html.of("prediction")
                        : Html.of(
                                "probability of <bdi>{}</bdi>",
                                model.decision().map(ClassDecision::positive).orElse("the positive class")));
        for (DependenceFacts column : columns) {
            section.add(
                    "<figure class=\"effect\"><figcaption><strong><bdi>{}</bdi></strong></figcaption>{}</figure>\n",
                    column.column(),
                    column.isNumeric()
                            ? DependenceLine.of(column, low, high, format)
                            : levels(column, low, high, format));
        }
        return section.add("</div></section>");
    }

    private static Html levels(DependenceFacts column, double low, double high, DoubleFunction<String> format) {
        Html table = Html.of("<table class=\"bars\"><tbody>");
        for (DependenceFacts.Point point : column.points()) {
            table.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi></th><td class=\"bar-cell\">{}</td><td"
                            + " class=\"num\">{}</td></tr>",
                    PageText.level(point.level()),
                    Bars.share((point.mean() - low) / (high - low)),
                    format.apply(point.mean()));
        }
        return table.add("</tbody></table>");
    }

    private static DoubleStream means(List<DependenceFacts> columns) {
        return columns.stream()
                .flatMap(column -> column.points().stream())
                .mapToDouble(DependenceFacts.Point::mean)
                .filter(Double::isFinite);
    }
}
