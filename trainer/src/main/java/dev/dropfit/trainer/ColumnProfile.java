package dev.dropfit.trainer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a column's values look like: quantiles of numbers, the range of dates, counts of categories. */
final class ColumnProfile {
    /** How many of the most frequent categories are counted one by one. */
    private static final int CATEGORIES = 20;

    private static final List<Double> QUANTILES = List.of(0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0);

    private ColumnProfile() {}

    static JsonObject of(Column column, ColumnKind kind) {
        JsonObject json = new JsonObject();
        if (column.manyValued()) {
            json.addProperty("distinct", "more than " + column.distinctValues());
        } else {
            json.addProperty("distinct", column.distinctValues());
        }
        if (kind == ColumnKind.NUMERIC) {
            json.add("quantiles", quantiles(column));
        } else if (kind == ColumnKind.CATEGORICAL) {
            json.add("counts", counts(column));
        } else if (kind == ColumnKind.DATETIME && column.times() > 0) {
            double[] range = column.timeRange();
            json.addProperty("earliest", DateTimes.text(range[0]));
            json.addProperty("latest", DateTimes.text(range[1]));
        }
        return json;
    }

    private static JsonObject quantiles(Column column) {
        JsonObject json = new JsonObject();
        double[] values =
                column.quantiles(QUANTILES.stream().mapToDouble(q -> q).toArray());
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                json.addProperty(Double.toString(QUANTILES.get(i)), values[i]);
            }
        }
        return json;
    }

    private static JsonArray counts(Column column) {
        JsonArray counts = new JsonArray();
        IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(code -> -column.count(code))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(CATEGORIES)
                .forEach(code -> {
                    JsonObject entry = new JsonObject();
                    entry.addProperty("value", column.category(code));
                    entry.addProperty("rows", column.count(code));
                    counts.add(entry);
                });
        return counts;
    }
}
