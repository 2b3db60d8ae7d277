package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.DistinctCount;
import dev.dropfit.monitor.dashboard.chart.ClassStripes;
import dev.dropfit.monitor.dashboard.chart.Distribution;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The dataset's columns: missing values, distributions, and changes since another version. */
final class ColumnsPanel {
    /** The number of columns on the page of a model. */
    static final int DEFAULT_SHOWN = 40;

    private static final int MAX_SHOWN = 400;

    private ColumnsPanel() {}

    /**
     * A version to compare the columns with.
     *
     * @param name as a part of a sentence
     * @param columns by name
     */
    record Earlier(String name, Map<String, ColumnFacts> columns) {
        static Earlier of(String name, RunRecord record) {
            Map<String, ColumnFacts> columns = new HashMap<>();
            record.model().columns().forEach(column -> columns.put(column.name(), column));
            label(record).forEach(label -> columns.put(label.name(), label));
            return new Earlier(name, columns);
        }

        /** As if the version had this column too. */
        Earlier with(ColumnFacts column) {
            Map<String, ColumnFacts> more = new HashMap<>(columns);
            more.put(column.name(), column);
            return new Earlier(name, more);
        }
    }

    /** The label as a column; none in records of earlier releases, which do not have its values. */
    private static List<ColumnFacts> label(RunRecord record) {
        ColumnProfile values = record.model().labels();
        return values.counts().isEmpty() && values.quantiles().isEmpty()
                ? List.of()
                : List.of(new ColumnFacts(
                        record.model().label(),
                        values.counts().isEmpty() ? "numeric" : "categorical",
                        "the column that the model predicts",
                        0,
                        values,
                        List.of()));
    }

    /**
     * The section; nothing when the record has no columns.
     *
     * @param ofVersion names the version, starting with 'of'
     * @param earlier the versions to compare with
     */
    static Html of(RunRecord record, Html ofVersion, List<Earlier> earlier, String fields, boolean all) {
        if (record.model().columns().isEmpty()) {
            return Html.none();
        }
        List<ColumnFacts> columns = suspiciousFirst(record, earlier);
        ColumnProfile labels = record.model().labels();
        Html legend = ClassStripes.legend(columns, labels);
        int shown = Math.min(columns.size(), all ? MAX_SHOWN : DEFAULT_SHOWN);
        Html section = Html.of(
                """
                <section aria-labelledby="columns"><h2 id="columns">Columns <small class="muted">{}</small></h2>
                <p class="muted">{}, {}{}</p>{}{}
                <div class="scroll" tabindex="0" role="region" aria-label="Columns"><table class="columns"><thead><tr><th scope="col">Column</th>\
                <th scope="col">Kind</th><th scope="col" class="num">Missing</th><th scope="col">Values</th>{}<th scope="col">Typical</th>{}</tr></thead><tbody>
                """,
                ofVersion,
                Figures.count(columns.size(), "column", "columns"),
                Figures.rows(record.dataset().rows().orElse(0)),
                earlier.isEmpty()
                        ? ". Columns that a note names come first."
                        : "; changes since version "
                                + String.join(
                                        ", and since ",
                                        earlier.stream().map(Earlier::name).toList())
                                + ". Columns that changed much, or that a note names, come first.",
                removed(columns, record.model().label(), earlier),
                legend,
                legend.isEmpty() ? Html.none() : Html.of("<th scope=\"col\">By class</th>"),
                headings(earlier));
        for (ColumnFacts label : label(record)) {
            Html byClass = legend.isEmpty() ? legend : Html.of("<td></td>");
            List<Earlier> known = earlier.stream()
                    .map(version -> version.columns().containsKey(label.name()) ? version : version.with(label))
                    .toList();
            row(section, label, byClass, known, label.name());
        }
        for (ColumnFacts column : columns.subList(0, shown)) {
            Html byClass = legend.isEmpty() ? legend : Html.of("<td>{}</td>", ClassStripes.of(column, labels));
            row(section, column, byClass, earlier, record.model().label());
        }
        section.add("</tbody></table></div>");
        if (shown < columns.size()) {
            section.add(
                    all
                            ? "<p class=\"muted\">{} of {} columns.</p>"
                            : "<p class=\"more\"><a href=\"?{}columns=all#columns\">All {} columns</a></p>",
                    all ? shown : fields,
                    Figures.count(columns.size()));
        }
        return section.add("</section>");
    }

    /** Columns that changed notably, or that a note names, before the others. */
    static List<ColumnFacts> suspiciousFirst(RunRecord record, List<Earlier> earlier) {
        List<ColumnFacts> columns = new ArrayList<>(record.model().columns());
        columns.sort(Comparator.comparing(column -> !isSuspicious(column, record, earlier)));
        return columns;
    }

    private static boolean isSuspicious(ColumnFacts column, RunRecord record, List<Earlier> earlier) {
        return earlier.stream()
                        .anyMatch(version -> changed(column, version.columns().get(column.name())))
                || record.model().anomalies().stream().anyMatch(anomaly -> anomaly.names(column.name()));
    }

    private static boolean changed(ColumnFacts column, @Nullable ColumnFacts before) {
        return before != null && ColumnChange.of(column, before).notable();
    }

    private static void row(Html section, ColumnFacts column, Html byClass, List<Earlier> earlier, String label) {
        section.add(
                "<tr{}><th scope=\"row\"><bdi>{}</bdi></th><td><span title=\"{}\">{}</span></td><td"
                        + " class=\"num{}\">{}</td><td>{}</td>{}<td class=\"typical\"><bdi>{}</bdi></td>",
                column.kind().equals("ignore") ? Html.of(" class=\"ignore\"") : Html.none(),
                column.name(),
                column.why(),
                column.name().equals(label) ? "label" : column.kind(),
                column.missing() > 0 ? "" : " muted",
                PageText.percent(column.missing()),
                Distribution.of(column),
                byClass,
                typical(column));
        for (Earlier version : earlier) {
            @Nullable ColumnFacts before = version.columns().get(column.name());
            ColumnChange.Change change =
                    before == null ? new ColumnChange.Change("new", true) : ColumnChange.of(column, before);
            section.add(
                    "<td class=\"{}\">{}</td>",
                    change.notable() ? "notable" : "muted",
                    change.text().isEmpty() ? Html.of("{}", PageText.NONE) : Html.of("<bdi>{}</bdi>", change.text()));
        }
        section.add("</tr>\n");
    }

    private static String typical(ColumnFacts column) {
        ColumnProfile profile = column.profile();
        return switch (column.kind()) {
            case "numeric" -> "median " + PageText.value(profile.quantile(0.5));
            case "categorical" ->
                profile.counts().stream()
                        .findFirst()
                        .map(count -> PageText.level(count.value()))
                        .orElse(PageText.NONE);
            case "datetime" -> profile.earliest() + " – " + profile.latest();
            default -> profile.distinct().map(DistinctCount::text).orElse(PageText.NONE) + " distinct values";
        };
    }

    private static Html headings(List<Earlier> earlier) {
        Html headings = Html.of("");
        earlier.forEach(version ->
                headings.add("<th scope=\"col\">{}</th>", earlier.size() == 1 ? "Change" : "Since " + version.name()));
        return headings;
    }

    private static Html removed(List<ColumnFacts> columns, String label, List<Earlier> earlier) {
        Set<String> gone = new TreeSet<>();
        earlier.forEach(version -> gone.addAll(version.columns().keySet()));
        columns.forEach(column -> gone.remove(column.name()));
        gone.remove(label);
        if (gone.isEmpty()) {
            return Html.none();
        }
        return Html.of(
                "<p class=\"notable\">Removed columns: <bdi>{}</bdi></p>",
                String.join(", ", gone.stream().limit(20).toList()));
    }
}
