package dev.dropfit.trainer.schema;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds columns that may ask for another split: keys that repeat with nearly one label each, and dates. */
public final class SplitCandidates {
    /** With fewer groups or dates there is nothing to learn from them. */
    private static final int MIN_VALUES = 20;

    private static final int MIN_YEARS = 5;

    private static final int MIN_ROWS_PER_GROUP = 2;
    /** The share of the variety of the labels that the groups explain. */
    private static final double MIN_AGREEMENT = 0.8;

    /** The date of fewer rows is that of something that happens to some of them. */
    private static final double MAX_UNDATED_SHARE = 0.1;

    private static final int MAX_CELLS = 1 << 20;

    private final Table table;
    private final Schema schema;

    private SplitCandidates(Table table, Schema schema) {
        this.table = table;
        this.schema = schema;
    }

    /** A column of dates that nearly all rows have, or else one of years in which the rows were written; the first one. */
    public static Optional<Column> time(Table table, Schema schema) {
        return dated(
                        table,
                        schema.columns().stream()
                                .filter(role -> role.kind() == ColumnKind.DATETIME)
                                .map(Schema.Role::column)
                                .filter(column -> column.manyValued() || column.distinctValues() >= MIN_VALUES))
                .or(() -> dated(
                        table,
                        schema.columns().stream()
                                .filter(role ->
                                        role.kind() == ColumnKind.NUMERIC || role.kind() == ColumnKind.CATEGORICAL)
                                .map(Schema.Role::column)
                                .filter(column ->
                                        column.distinctValues() >= MIN_YEARS && KeyColumns.isYearOfRow(column))));
    }

    private static Optional<Column> dated(Table table, Stream<Column> columns) {
        return columns.filter(column -> column.missing() <= MAX_UNDATED_SHARE * table.rows())
                .findFirst();
    }

    /** A key whose values repeat, each nearly always with the same label; the one whose labels agree most. */
    public static Optional<Column> group(Table table, Schema schema) {
        SplitCandidates candidates = new SplitCandidates(table, schema);
        return schema.columns().stream()
                .map(Schema.Role::column)
                .filter(SplitCandidates::isKey)
                .filter(candidates::repeats)
                .filter(column -> candidates.agreement(column) >= MIN_AGREEMENT)
                .max(Comparator.comparingDouble(candidates::agreement));
    }

    private static boolean isKey(Column column) {
        return isNamedKey(column) || (column.distinctValues() >= MIN_VALUES && KeyColumns.areCodes(column));
    }

    /** Whether the name says that the values are those of a key, and there are enough of them to be one. */
    static boolean isNamedKey(Column column) {
        return column.distinctValues() >= MIN_VALUES
                && (KeyColumns.isKeyName(column.name()) || KeyColumns.isOwner(column.name()));
    }

    private boolean repeats(Column column) {
        return column.coded()
                && !column.manyValued()
                && column.distinctValues() >= MIN_VALUES
                && (table.rows() - column.missing()) >= (long) MIN_ROWS_PER_GROUP * column.distinctValues();
    }

    /** 1 if all rows of a group have the same label, about 0 if groups do not matter. */
    private double agreement(Column column) {
        Column label = table.labelColumn();
        boolean classes = schema.target() instanceof Target.Classes;
        int outputs = classes ? label.codes() : 3;
        if ((long) column.codes() * outputs > MAX_CELLS || (classes && label.manyValued())) {
            return 0;
        }
        double[][] sums = new double[column.codes()][outputs];
        double middle = classes ? 0 : Quantiles.of(label, new double[] {0.5}).values()[0];
        double[] lookup = new double[label.codes()];
        Arrays.setAll(lookup, code -> classes ? code : label.number(code));
        int[] groups = new int[Table.CHUNK];
        double[] labels = new double[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.codes(chunk, groups);
            label.decode(chunk, lookup, labels);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                double[] own = sums[groups[i]];
                if (classes) {
                    own[(int) labels[i]]++;
                } else {
                    double value = labels[i] - middle;
                    own[0]++;
                    own[1] += value;
                    own[2] += value * value;
                }
            }
        }
        double within = 0;
        double degrees = 0;
        double[] all = new double[outputs];
        for (int group = 1; group < sums.length; group++) {
            double rows = classes ? Arrays.stream(sums[group]).sum() : sums[group][0];
            if (rows >= 2) {
                within += variety(sums[group], rows, classes);
                degrees += rows - 1;
                for (int k = 0; k < outputs; k++) {
                    all[k] += sums[group][k];
                }
            }
        }
        double rows = classes ? Arrays.stream(all).sum() : all[0];
        double total = rows < 2 ? 0 : variety(all, rows, classes) / (rows - 1);
        return total > 0 ? 1 - within / degrees / total : 0;
    }

    /** The sum of squared distances from the mean; of classes, of their indicators. */
    private static double variety(double[] sums, double rows, boolean classes) {
        return classes
                ? rows - Arrays.stream(sums).map(count -> count * count).sum() / rows
                : sums[2] - sums[1] * sums[1] / rows;
    }
}
