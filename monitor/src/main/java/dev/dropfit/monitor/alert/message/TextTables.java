package dev.dropfit.monitor.alert.message;

import dev.dropfit.core.model.Metric;
import java.util.ArrayList;
import java.util.List;

/** An alert's tables: as rows of cells, the first of which is the header, and as text in a fixed-width font. */
public final class TextTables {
    private TextTables() {}

    /** The metrics, the new ones with their 95 % intervals; empty when there are none. */
    public static List<List<String>> figures(Alert alert) {
        List<List<String>> rows = new ArrayList<>();
        if (!alert.figures().isEmpty()) {
            rows.add(List.of("", "new", "previous", "baseline"));
        }
        for (Alert.Comparison comparison : alert.figures()) {
            Metric metric = comparison.metric();
            rows.add(List.of(
                    metric.text(),
                    metric.format(comparison.value())
                            + comparison
                                    .interval()
                                    .map(interval -> " (" + metric.format(interval.low()) + " to "
                                            + metric.format(interval.high()) + ")")
                                    .orElse(""),
                    metric.format(comparison.champion()),
                    metric.format(comparison.baseline())));
        }
        return rows;
    }

    /** The newest runs; empty when there are none. */
    public static List<List<String>> runs(Alert alert) {
        List<List<String>> rows = new ArrayList<>();
        if (!alert.runs().isEmpty()) {
            rows.add(List.of("run", "verdict", "metric", "value"));
        }
        for (Alert.RunLine run : alert.runs()) {
            rows.add(List.of(run.name(), run.verdict(), run.metric(), run.value()));
        }
        return rows;
    }

    /** Rows with aligned columns, two spaces apart. */
    public static String aligned(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(cells -> cells.get(column).length())
                        .max()
                        .orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
