package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The confusion matrix. Of many classes, only those with the most rows. */
final class Confusion {
    private static final int MAX_CLASSES = 20;
    private static final int SHADES = 9;

    private Confusion() {}

    /** The matrix; nothing when there is none. */
    static Html of(JsonObject record, String title) {
        JsonObject matrix = Json.object(record, "confusion");
        List<String> labels = Json.texts(matrix, "labels");
        if (labels.isEmpty()) {
            return Html.none();
        }
        double[][] counts = counts(Json.array(matrix, "counts"), labels.size());
        double[] sizes = new double[counts.length];
        Arrays.setAll(sizes, k -> Arrays.stream(counts[k]).sum());
        List<Integer> shown = IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -sizes[k]))
                .limit(MAX_CLASSES)
                .sorted()
                .toList();
        Html table = Html.of("""
                <figure class="matrix"><figcaption><strong>{}</strong> <span class="muted">rows: actual; columns: predicted</span></figcaption>
                <div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="confusion"><thead><tr><td></td>""", title, title);
        shown.forEach(
                k -> table.add("<th scope=\"col\"><bdi title=\"{}\">{}</bdi></th>", labels.get(k), labels.get(k)));
        table.add("</tr></thead><tbody>");
        for (int actual : shown) {
            table.add("<tr><th scope=\"row\"><bdi title=\"{}\">{}</bdi></th>", labels.get(actual), labels.get(actual));
            for (int predicted : shown) {
                double count = counts[actual][predicted];
                double share = sizes[actual] > 0 ? count / sizes[actual] : 0;
                table.add(
                        "<td class=\"num {}{}\" title=\"{} of {}\">{}</td>",
                        actual == predicted ? "hit" : "miss",
                        (int) Math.ceil(share * SHADES),
                        PageText.percent(share),
                        labels.get(actual),
                        count == 0 ? "·" : PageText.count(count));
            }
            table.add("</tr>");
        }
        table.add("</tbody></table></div>");
        if (shown.size() < labels.size()) {
            table.add("<p class=\"muted\">The {} classes with the most rows, of {}.</p>", shown.size(), labels.size());
        }
        return table.add("</figure>");
    }

    private static double[][] counts(JsonArray rows, int size) {
        double[][] counts = new double[size][size];
        for (int actual = 0; actual < Math.min(size, rows.size()); actual++) {
            if (rows.get(actual) instanceof JsonArray cells) {
                for (int predicted = 0; predicted < Math.min(size, cells.size()); predicted++) {
                    double count = Json.number(cells.get(predicted));
                    counts[actual][predicted] = Double.isFinite(count) ? count : 0;
                }
            }
        }
        return counts;
    }
}
