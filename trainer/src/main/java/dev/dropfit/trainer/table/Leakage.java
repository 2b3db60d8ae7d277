package dev.dropfit.trainer.table;

import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.ColumnKind;
import java.util.Arrays;
import java.util.List;

/**
 * Finds columns that leak the label: columns equal to it, and columns that correspond to it one to one, including missing values. A model
 * with such a column is useless if the column is unknown at prediction time.
 */
final class Leakage {
    /** With fewer rows the correspondence may be chance. */
    private static final int MIN_ROWS = 20;
    /** With fewer rows per value the correspondence may be chance: columns of unique values always correspond. */
    private static final int MIN_ROWS_PER_VALUE = 3;

    private final Table table;
    private final Column label;

    private Leakage(Table table) {
        this.table = table;
        this.label = table.labelColumn();
    }

    static List<Anomaly> find(Table table, List<Schema.Role> columns) {
        Leakage leakage = new Leakage(table);
        return columns.stream().filter(leakage::leaks).map(leakage::anomaly).toList();
    }

    private Anomaly anomaly(Schema.Role role) {
        return Anomaly.of(
                "target-leakage",
                "column '" + role.column().name() + "' may leak the label: it corresponds to '" + label.name()
                        + "' one to one; if it is unknown at prediction time, set it to ignore in dropfit.json");
    }

    private boolean leaks(Schema.Role role) {
        if (role.kind() == ColumnKind.IGNORE || table.rows() < MIN_ROWS) {
            return false;
        }
        return oneToOne(role.column()) || (role.kind() == ColumnKind.NUMERIC && equal(role.column()));
    }

    private boolean oneToOne(Column column) {
        int values = label.distinctValues();
        if (label.manyValued()
                || column.manyValued()
                || column.distinctValues() + (column.missing() > 0 ? 1 : 0) != values
                || (long) values * MIN_ROWS_PER_VALUE > table.rows()) {
            return false;
        }
        int[] labelOf = new int[column.codes()];
        int[] valueOf = new int[label.codes()];
        Arrays.fill(labelOf, -1);
        Arrays.fill(valueOf, -1);
        int[] codes = new int[Table.CHUNK];
        int[] labels = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.codes(chunk, codes);
            label.codes(chunk, labels);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                int code = codes[i];
                if (labelOf[code] < 0 && valueOf[labels[i]] < 0) {
                    labelOf[code] = labels[i];
                    valueOf[labels[i]] = code;
                } else if (labelOf[code] != labels[i]) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean equal(Column column) {
        double[] numbers = new double[Table.CHUNK];
        double[] labels = new double[Table.CHUNK];
        double[] ofCode = numbersByCode(column);
        double[] ofLabel = numbersByCode(label);
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.decode(chunk, ofCode, numbers);
            label.decode(chunk, ofLabel, labels);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                if (numbers[i] != labels[i]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double[] numbersByCode(Column column) {
        double[] numbers = new double[column.codes()];
        Arrays.setAll(numbers, column::number);
        return numbers;
    }
}
