package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.monitor.dashboard.chart.Distribution;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dataset's columns: missing values, distributions, and changes since another version. */
final class ColumnsPanel {
    private static final int DEFAULT_SHOWN = 40;
    private static final int MAX_SHOWN = 400;

    private ColumnsPanel() {}

    /**
     * The section; nothing when the record has no columns.
     *
     * @param before the record to compare with
     * @param beforeName its version
     */
    static Html of(JsonObject record, Optional<JsonObject> before, String beforeName, String fields, boolean all) {
        List<JsonObject> columns = Json.objects(record, "columns");
        if (columns.isEmpty()) {
            return Html.none();
        }
        Map<String, JsonObject> known = new HashMap<>();
        before.ifPresent(other ->
                Json.objects(other, "columns").forEach(column -> known.put(Json.text(column, "column"), column)));
        int shown = Math.min(columns.size(), all ? MAX_SHOWN : DEFAULT_SHOWN);
        Html section = Html.of(
                """
                <section aria-labelledby="columns"><h2 id="columns">Columns</h2>
                <p class="muted">{}, {}{}</p>{}{}
                <div class="scroll" tabindex="0" role="region" aria-label="Columns"><table class="columns"><thead><tr><th scope="col">Column</th>\
                <th scope="col">Kind</th><th scope="col" class="num">Missing</th><th scope="col">Values</th><th scope="col">Typical</th>{}</tr></thead><tbody>
                """,
                Figures.count(columns.size(), "column", "columns"),
                Figures.count((long) Json.number(Json.object(record, "dataset"), "rows"), "row", "rows"),
                known.isEmpty() ? "." : "; changes since version " + beforeName + ".",
                removed(columns, known),
                anomalies(record),
                known.isEmpty() ? Html.none() : Html.of("<th scope=\"col\">Change</th>"));
        for (JsonObject column : columns.subList(0, shown)) {
            row(section, column, known, Json.text(record, "label"));
        }
        section.add("</tbody></table></div>");
        if (shown < columns.size()) {
            section.add(
                    all
                            ? "<p class=\"muted\">{} of {} columns.</p>"
                            : "<p class=\"more\"><a href=\"?{}columns=all#columns\">All {} columns</a></p>",
                    all ? shown : fields,
                    PageText.count(columns.size()));
        }
        return section.add("</section>");
    }

    private static void row(Html section, JsonObject column, Map<String, JsonObject> known, String label) {
        String name = Json.text(column, "column");
        String kind = Json.text(column, "kind");
        double missing = Json.number(column, "missing");
        section.add(
                "<tr class=\"{}\"><th scope=\"row\"><bdi>{}</bdi></th><td><span title=\"{}\">{}</span></td><td class=\"num{}\">{}</td><td>{}</td><td><bdi>{}</bdi></td>",
                kind,
                name,
                Json.text(column, "why"),
                name.equals(label) ? "label" : kind,
                missing > 0 ? "" : " muted",
                PageText.percent(missing),
                Distribution.of(column),
                typical(column));
        if (!known.isEmpty()) {
            @Nullable JsonObject before = known.get(name);
            ColumnChange.Change change =
                    before == null ? new ColumnChange.Change("new", true) : ColumnChange.of(column, before);
            section.add(
                    "<td class=\"{}\"><bdi>{}</bdi></td>",
                    change.notable() ? "notable" : "muted",
                    change.text().isEmpty() ? PageText.NONE : change.text());
        }
        section.add("</tr>\n");
    }

    private static String typical(JsonObject column) {
        JsonObject profile = Json.object(column, "profile");
        return switch (Json.text(column, "kind")) {
            case "numeric" -> "median " + PageText.value(Json.number(Json.object(profile, "quantiles"), "0.5"));
            case "categorical" ->
                Json.objects(profile, "counts").stream()
                        .findFirst()
                        .map(count -> PageText.level(Json.text(count, "value")))
                        .orElse(PageText.NONE);
            case "datetime" -> Json.text(profile, "earliest") + " – " + Json.text(profile, "latest");
            default -> Json.text(profile, "distinct") + " distinct values";
        };
    }

    private static Html removed(List<JsonObject> columns, Map<String, JsonObject> known) {
        List<String> gone = new ArrayList<>(known.keySet());
        columns.forEach(column -> gone.remove(Json.text(column, "column")));
        if (gone.isEmpty()) {
            return Html.none();
        }
        return Html.of(
                "<p class=\"notable\">Removed columns: <bdi>{}</bdi></p>",
                String.join(", ", gone.stream().sorted().limit(20).toList()));
    }

    private static Html anomalies(JsonObject record) {
        Html list = new Html();
        List<JsonObject> anomalies = Json.objects(record, "anomalies");
        if (!anomalies.isEmpty()) {
            list.add("<ul class=\"notes\">");
            anomalies.stream()
                    .limit(20)
                    .forEach(anomaly -> list.add("<li><bdi>{}</bdi></li>", Json.text(anomaly, "message")));
            list.add("</ul>");
        }
        return list;
    }
}
