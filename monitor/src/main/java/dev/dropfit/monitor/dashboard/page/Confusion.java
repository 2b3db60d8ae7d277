package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The confusion matrix. Of many classes, only those with the most rows. */
public final class Confusion {
    private static final int MAX_CLASSES = 20;
    private static final int SHADES = 9;

    private Confusion() {}

    /** The matrix as a figure with this title. */
    public static Html of(ConfusionMatrix matrix, String title) {
        List<String> labels = matrix.labels();
        int[][] counts = counts(matrix);
        int[] sizes = new int[counts.length];
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
                int count = counts[actual][predicted];
                double share = sizes[actual] > 0 ? (double) count / sizes[actual] : 0;
                table.add(
                        "<td class=\"num {}{}\" title=\"{} of {}\">{}</td>",
                        actual == predicted ? "hit" : "miss",
                        (int) Math.ceil(share * SHADES),
                        PageText.percent(share),
                        labels.get(actual),
                        count == 0 ? "·" : Figures.count(count));
            }
            table.add("</tr>");
        }
        table.add("</tbody></table></div>");
        if (shown.size() < labels.size()) {
            table.add("<p class=\"muted\">The {} classes with the most rows, of {}.</p>", shown.size(), labels.size());
        }
        return table.add("</figure>");
    }

    /** The counts as a square matrix, also when a record's matrix is not square. */
    private static int[][] counts(ConfusionMatrix matrix) {
        int size = matrix.labels().size();
        int[][] counts = new int[size][size];
        for (int actual = 0; actual < Math.min(size, matrix.counts().size()); actual++) {
            List<Integer> row = matrix.counts().get(actual);
            for (int predicted = 0; predicted < Math.min(size, row.size()); predicted++) {
                counts[actual][predicted] = row.get(predicted);
            }
        }
        return counts;
    }
}
