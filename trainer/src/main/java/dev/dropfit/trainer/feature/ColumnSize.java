package dev.dropfit.trainer.feature;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.model.DatePart;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.stream.IntStream;

/**
 * What the memory and the time of a fit depend on, of one column.
 *
 * @param kind how a model uses it
 * @param values the number of different values with a code
 * @param coded whether all rows have codes; otherwise they have numbers
 * @param features the number of features: a date or a text has one for each part
 * @param frequent the number of different values that are frequent enough to be levels, however many there are
 */
public record ColumnSize(ColumnKind kind, double values, boolean coded, int features, int frequent) {
    /** The level of all rarer values. */
    private static final int OTHER = 1;
    /** The known terms of a text, about. */
    private static final int CELLS_OF_TEXT = 60;

    /** The size of a column of which no value is known to be frequent. */
    public ColumnSize(ColumnKind kind, double values, boolean coded, int features) {
        this(kind, values, coded, features, 0);
    }

    /** The size of a column whose dates, if it has dates, have times of the day. */
    public ColumnSize(ColumnKind kind, double values, boolean coded) {
        this(
                kind,
                values,
                coded,
                switch (kind) {
                    case NUMERIC, CATEGORICAL -> 1;
                    case DATETIME -> DatePart.Component.values().length;
                    case TEXT -> 1 + TextFitter.MAX_TERMS;
                    case IGNORE -> 0;
                });
    }

    /** The size of a column of a table. */
    static ColumnSize of(Schema.Role role) {
        Column column = role.column();
        ColumnSize size = new ColumnSize(role.kind(), column.distinctValues(), column.coded());
        if (role.kind() == ColumnKind.CATEGORICAL && size.values > Schema.MAX_LEVELS) {
            int frequent = (int) IntStream.range(1, column.codes())
                    .filter(code -> column.isValue(code) && column.count(code) >= FeatureFitter.MIN_ROWS_OF_LEVEL)
                    .count();
            return new ColumnSize(size.kind, size.values, size.coded, size.features, frequent);
        }
        return role.kind() == ColumnKind.DATETIME && isWithoutTimeOfDay(column)
                ? new ColumnSize(size.kind, size.values, size.coded, size.features - 1)
                : size;
    }

    /** Whether all dates are at midnight, so that the hour is not a part of them. Dates with more values than codes have a time of the day. */
    private static boolean isWithoutTimeOfDay(Column column) {
        return column.coded()
                && IntStream.range(1, column.codes())
                        .mapToDouble(column::time)
                        .allMatch(time -> Double.isNaN(time) || time % DateTimes.SECONDS_PER_DAY == 0);
    }

    /** The number of classes that a label of this size probably has; 1 if it is a number. */
    public int classes() {
        boolean classes = kind == ColumnKind.CATEGORICAL || values <= SchemaInference.MAX_NUMERIC_CLASSES;
        return classes ? (int) Math.min(values, Table.MAX_CLASSES) : 1;
    }

    /** The number of features that trees use. */
    public int treeFeatures() {
        return kind == ColumnKind.TEXT ? Math.min(features, 1 + FeatureTable.TREE_TERMS) : features;
    }

    /** The number of values of a row that are not 0, about: a text has few of all terms. */
    public int cells() {
        return kind == ColumnKind.TEXT ? Math.min(features, CELLS_OF_TEXT) : features;
    }

    /**
     * The number of encoded columns.
     *
     * @param maxLevels the maximum number of levels of a categorical column
     */
    double encodedColumns(int maxLevels) {
        return kind == ColumnKind.CATEGORICAL ? levels(maxLevels) + OTHER : features();
    }

    /** The number of levels of a categorical column: a few rare ones, or many frequent ones. */
    double levels(int maxLevels) {
        return Math.min(Math.min(values, maxLevels), Math.max(Schema.MAX_LEVELS, frequent));
    }
}
