package dev.dropfit.trainer.schema;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes one class of labels that differ in upper and lower case or in blanks only: {@code yes}, {@code Yes} and {@code " yes"}. The class has the spelling
 * of the previous model, so that its clients get the answers that they know. Pure functions.
 */
public final class LabelSpellings {
    private static final int SHOWN = 5;

    private LabelSpellings() {}

    /**
     * The table with one spelling for each class.
     *
     * @param apart labels that stay classes of their own, because settings name several spellings
     * @param previous the classes of the previous model
     */
    public static Table merge(Table table, List<String> apart, List<String> previous) {
        Column label = table.labelColumn();
        if (label.texts() == 0 || label.manyValued()) {
            return table;
        }
        ColumnSpellings spellings = new ColumnSpellings(label, apart, previous);
        if (spellings.values().isEmpty()) {
            return table;
        }
        List<Column> columns = new ArrayList<>(table.columns());
        columns.set(table.label(), spellings.merged());
        List<String> notes = new ArrayList<>();
        spellings.values().forEach((code, value) -> notes.add(note(table, code, value)));
        List<Anomaly> anomalies = new ArrayList<>(table.anomalies());
        anomalies.add(new Anomaly(
                "label-spelling",
                "label '" + label.name() + "': " + Text.list(notes, SHOWN)
                        + (spellings.arePinned() ? ", as in the previous model" : "")
                        + ". To have classes of their own, name each spelling in labels in dropfit.json",
                spellings.values().keySet().stream()
                        .limit(SHOWN)
                        .map(label::firstLine)
                        .toList()));
        return table.with(columns, anomalies);
    }

    private static String note(Table table, int code, String value) {
        Column label = table.labelColumn();
        List<Long> at = table.labelLines().of(label, code);
        int rows = label.count(code);
        String where = rows <= at.size()
                ? (rows == 1 ? "in line " : "in lines ")
                        + at.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : "in " + Figures.count(rows, "row", "rows") + ", first in line " + label.firstLine(code) + ",";
        return "'" + label.category(code) + "' " + where + " is read as '" + value + "'";
    }
}
