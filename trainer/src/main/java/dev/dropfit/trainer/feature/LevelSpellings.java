package dev.dropfit.trainer.feature;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.schema.ColumnSpellings;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes one level of the texts of a categorical column that differ in upper and lower case or in blanks only: {@code Male}, {@code male} and {@code
 * "MALE "}. The model reads rows in the same way ({@link Feature.Categorical#ofAnySpelling}). Texts of which the previous model has two spellings as levels
 * stay apart: its clients rely on the difference. Pure functions.
 */
public final class LevelSpellings {
    private static final int SHOWN = 3;

    private LevelSpellings() {}

    /**
     * The table with one spelling for each level. The rows keep their places: these are of the rows as they are written.
     *
     * @param schema of this table
     * @param previous the model that is served
     */
    public static Table merge(Table table, Schema schema, Optional<Pipeline> previous) {
        Map<String, List<String>> levels = previous.map(Pipeline::features).orElse(List.of()).stream()
                .filter(feature -> feature instanceof Feature.Categorical)
                .collect(Collectors.toMap(Feature::column, feature -> ((Feature.Categorical) feature).levels()));
        List<Column> columns = new ArrayList<>(table.columns());
        List<Anomaly> anomalies = new ArrayList<>(table.anomalies());
        for (Schema.Role role : schema.used()) {
            Column column = role.column();
            if (role.kind() == ColumnKind.CATEGORICAL && areMerged(column)) {
                List<String> known = levels.getOrDefault(column.name(), List.of());
                ColumnSpellings spellings = new ColumnSpellings(column, known, known);
                if (!spellings.values().isEmpty()) {
                    columns.set(table.columns().indexOf(column), spellings.merged());
                    anomalies.add(note(column, spellings));
                }
            }
        }
        return anomalies.size() > table.anomalies().size() ? table.with(columns, anomalies) : table;
    }

    /** Whether other spellings of the values of a categorical column are merged: if it has some words, and not too many values to be levels. */
    static boolean areMerged(Column column) {
        return column.texts() > 0
                && !column.manyValued()
                && column.distinctValues() <= Schema.MAX_LEVELS
                && IntStream.range(1, column.codes())
                        .filter(code -> column.isValue(code) && column.count(code) > 0 && column.isText(code))
                        .mapToObj(column::category)
                        .anyMatch(value -> value.chars().anyMatch(Character::isLetter));
    }

    private static Anomaly note(Column column, ColumnSpellings spellings) {
        List<String> notes = new ArrayList<>();
        spellings
                .values()
                .forEach((code, value) -> notes.add("'" + column.category(code) + "' ("
                        + Figures.count(column.count(code), "row", "rows") + ") is read as '" + value + "'"));
        return new Anomaly(
                "level-spelling",
                "column '" + column.name() + "': " + Text.list(notes, SHOWN)
                        + (spellings.arePinned() ? ", as in the previous model" : "")
                        + ". Upper and lower case and blanks make no difference in this column",
                spellings.values().keySet().stream()
                        .limit(SHOWN)
                        .map(column::firstLine)
                        .toList());
    }
}
