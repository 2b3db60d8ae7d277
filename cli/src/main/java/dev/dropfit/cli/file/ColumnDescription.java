package dev.dropfit.cli.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A column as {@code dropfit check} describes it.
 *
 * @param role the column and its kind
 * @param rows the number of rows in the dataset
 */
record ColumnDescription(Schema.Role role, int rows) {
    private static final int MAX_VALUES = 5;
    private static final int MAX_VALUE_LENGTH = 20;

    String[] cells() {
        return new String[] {
            role.column().name(), role.kind().text(), role.why(), missing(), distinct(), values(),
        };
    }

    private String missing() {
        long missing = role.column().missing();
        return missing == 0 ? Figures.NONE : Figures.percent((double) missing / rows);
    }

    private String distinct() {
        return (role.column().manyValued() ? ">" : "")
                + Figures.count(role.column().distinctValues());
    }

    private String values() {
        if (role.kind() == ColumnKind.NUMERIC) {
            double[] quantiles =
                    Quantiles.of(role.column(), new double[] {0, 0.5, 1}).values();
            return Double.isNaN(quantiles[0])
                    ? ""
                    : Values.category(quantiles[0]) + " to " + Values.category(quantiles[2]) + ", median "
                            + Values.category(quantiles[1]);
        }
        if (role.kind() == ColumnKind.DATETIME) {
            double[] range = role.column().timeRange();
            return role.column().times() == 0 ? "" : DateTimes.text(range[0]) + " to " + DateTimes.text(range[1]);
        }
        List<Integer> frequent = frequent();
        String shown = frequent.stream()
                .limit(MAX_VALUES)
                .map(code -> Text.truncate(role.column().category(code), MAX_VALUE_LENGTH))
                .collect(Collectors.joining(", "));
        return frequent.size() > MAX_VALUES ? shown + ", …" : shown;
    }

    /** The codes of the values, most frequent first. */
    private List<Integer> frequent() {
        Column column = role.column();
        return IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(code -> -column.count(code))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    JsonObject toJson() {
        Column column = role.column();
        JsonObject json = new JsonObject();
        json.addProperty("column", column.name());
        json.addProperty("kind", role.kind().text());
        json.addProperty("why", role.why());
        json.addProperty("missing", column.missing());
        json.addProperty("distinct", column.distinctValues());
        json.addProperty("distinct_is_lower_bound", column.manyValued());
        if (role.kind() == ColumnKind.NUMERIC) {
            List<String> names = List.of("min", "median", "max");
            double[] quantiles = Quantiles.of(column, new double[] {0, 0.5, 1}).values();
            for (int i = 0; i < quantiles.length; i++) {
                if (Double.isFinite(quantiles[i])) {
                    json.addProperty(names.get(i), quantiles[i]);
                }
            }
        } else if (role.kind() == ColumnKind.DATETIME && column.times() > 0) {
            double[] range = column.timeRange();
            json.addProperty("earliest", DateTimes.text(range[0]));
            json.addProperty("latest", DateTimes.text(range[1]));
        } else {
            JsonArray examples = new JsonArray();
            List<String> values = new ArrayList<>();
            frequent().stream().limit(MAX_VALUES).forEach(code -> values.add(column.category(code)));
            values.forEach(examples::add);
            json.add("examples", examples);
        }
        return json;
    }
}
