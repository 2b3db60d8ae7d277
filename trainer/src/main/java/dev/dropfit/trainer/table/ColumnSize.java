package dev.dropfit.trainer.table;

import dev.dropfit.core.model.DatePart;
import dev.dropfit.trainer.settings.ColumnKind;

/**
 * What the memory and the time of a fit depend on, of one column.
 *
 * @param kind how a model uses it
 * @param values the number of different values with a code
 * @param coded whether all rows have codes; otherwise they have numbers
 */
public record ColumnSize(ColumnKind kind, double values, boolean coded) {
    /** The level of all rarer values. */
    private static final int OTHER = 1;

    /** The size of a column of a table. */
    static ColumnSize of(Schema.Role role) {
        return new ColumnSize(
                role.kind(), role.column().distinctValues(), role.column().coded());
    }

    /** The number of features: a date has one for each part. */
    public int features() {
        return kind == ColumnKind.DATETIME ? DatePart.Component.values().length : 1;
    }

    /**
     * The number of encoded columns.
     *
     * @param maxLevels the maximum number of levels of a categorical column
     */
    double encodedColumns(int maxLevels) {
        return kind == ColumnKind.CATEGORICAL ? Math.min(values, maxLevels) + OTHER : features();
    }
}
