package dev.dropfit.monitor.dashboard.card;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.DistinctCount;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.monitor.dashboard.chart.Bars;
import dev.dropfit.monitor.dashboard.chart.Distribution;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;
import java.util.Map;

/** What clients send: the columns of a row, and what training has seen in them. */
final class InputSection {
    private static final int MAX_COLUMNS = 300;
    private static final int SHOWN_LEVELS = 3;

    private InputSection() {}

    static Html of(ModelFacts model) {
        List<ColumnFacts> used = model.columns().stream()
                .filter(column -> !column.kind().equals("ignore"))
                .toList();
        List<String> ignored = model.columns().stream()
                .filter(column -> column.kind().equals("ignore"))
                .map(ColumnFacts::name)
                .toList();
        Html section = Html.of("<section><h2>What clients send</h2>"
                + "<p>A row with these columns. <code>null</code> is a missing value. Other columns are ignored.</p>"
                + "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Column</th><th scope=\"col\">Kind</th>"
                + "<th scope=\"col\" class=\"num\">Missing</th><th scope=\"col\"><span class=\"visually-hidden\">Distribution</span></th>"
                + "<th scope=\"col\">In the data</th>");
        Map<String, Double> influences = model.influences();
        if (!influences.isEmpty()) {
            section.add("<th scope=\"col\">Influence</th>");
        }
        double largest = influences.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        section.add("</tr></thead><tbody>");
        for (ColumnFacts column : used.subList(0, Math.min(MAX_COLUMNS, used.size()))) {
            section.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi></th><td>{}</td><td class=\"num{}\">{}</td><td>{}</td><td><bdi>{}</bdi></td>",
                    column.name(),
                    column.kind(),
                    column.missing() > 0 ? "" : " muted",
                    PageText.percent(column.missing()),
                    Distribution.of(column),
                    seen(column));
            if (!influences.isEmpty()) {
                double influence = influences.getOrDefault(column.name(), 0.0);
                section.add(
                        "<td class=\"influence\">{}<span class=\"num\">{}</span></td>",
                        Bars.share(largest > 0 ? influence / largest : 0),
                        PageText.percent(influence));
            }
            section.add("</tr>\n");
        }
        section.add("</tbody></table></div>");
        if (used.size() > MAX_COLUMNS) {
            section.add(
                    "<p class=\"muted\">{} more columns are in the record.</p>",
                    Figures.count(used.size() - MAX_COLUMNS));
        }
        if (!influences.isEmpty()) {
            section.add(
                    "<p class=\"muted\">Influence: the largest effect of the column on predictions, as a share of all columns.</p>");
        }
        if (!ignored.isEmpty()) {
            section.add("<p class=\"muted\">Not used: <bdi>{}</bdi></p>", Text.list(ignored, 20));
        }
        return section.add("</section>");
    }

    private static String seen(ColumnFacts column) {
        ColumnProfile profile = column.profile();
        return switch (column.kind()) {
            case "numeric" ->
                Double.isNaN(profile.quantile(0))
                        ? PageText.NONE
                        : PageText.value(profile.quantile(0)) + " to " + PageText.value(profile.quantile(1)) + ", half "
                                + PageText.value(profile.quantile(0.25)) + " to "
                                + PageText.value(profile.quantile(0.75));
            case "categorical" -> levels(profile);
            case "datetime" ->
                profile.earliest().isEmpty() ? PageText.NONE : profile.earliest() + " to " + profile.latest();
            default -> PageText.NONE;
        };
    }

    private static String levels(ColumnProfile profile) {
        List<String> shown = profile.counts().stream()
                .limit(SHOWN_LEVELS)
                .map(CategoryCount::value)
                .map(PageText::level)
                .toList();
        long distinct = profile.distinct().map(DistinctCount::count).orElse((long) shown.size());
        return shown.isEmpty()
                ? PageText.NONE
                : String.join(", ", shown)
                        + (distinct > shown.size() ? " and " + Figures.count(distinct - shown.size()) + " more" : "");
    }
}
