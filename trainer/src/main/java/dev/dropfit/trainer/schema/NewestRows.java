package dev.dropfit.trainer.schema;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.split.TimePlaces;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * The newest rows of a dataset, if all of them have one class although other classes could be expected: their outcome may not be known yet, and a
 * program wrote "no" in the meantime. Newest by the column of dates, else by the order of the file, which says less: a file may be sorted by
 * anything.
 */
public final class NewestRows {
    /** The name of the anomaly. */
    public static final String NAME = "no-outcomes-yet";

    /** The number of rows of other classes that could be expected. None instead of 20 is chance once in 500 million datasets (Poisson). */
    public static final double MIN_EXPECTED = 20;

    private static final double MIN_SHARE = 0.05;

    /** Of the same class and of others before: if one class comes after the others, the file is sorted by the label. */
    private static final int MIN_BEFORE = 20;

    /** A longer run of one class before, as a share of the newest rows, shows that the rows come in runs. */
    private static final double MAX_RUN = 1.0 / 3;

    private static final int NO_CLASS = -1;

    private final Optional<Column> dates;
    private final double[] order;
    private final int[] classes;
    /** The newest row of another class than that of the newest row of all. */
    private final double last;

    private NewestRows(Optional<Column> dates, double[] order, int[] classes) {
        this.dates = dates;
        this.order = order;
        this.classes = classes;
        double[] newest = new double[Arrays.stream(classes).max().orElse(0) + 1];
        Arrays.fill(newest, Double.NEGATIVE_INFINITY);
        for (int row = 0; row < order.length; row++) {
            if (classes[row] >= 0 && order[row] > newest[classes[row]]) {
                newest[classes[row]] = order[row];
            }
        }
        Arrays.sort(newest);
        last = newest.length > 1 ? newest[newest.length - 2] : Double.POSITIVE_INFINITY;
    }

    /**
     * Rows of one class that are newer than all others.
     *
     * @param dated whether a column of dates says so
     * @param rows their indices in the table
     * @param ofClass the index of their class
     * @param anomaly what to say about them
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
    public record Found(boolean dated, int[] rows, int ofClass, Anomaly anomaly) {}

    /** Finds them, if other classes could be expected by the older rows. */
    public static Optional<Found> find(Table table, Schema schema) {
        if (!(schema.target() instanceof Target.Classes target)) {
            return Optional.empty();
        }
        Optional<Column> dates = SplitCandidates.time(table, schema);
        double[] order = dates.map(column -> TimePlaces.values(table, column))
                .orElseGet(() ->
                        IntStream.range(0, table.rows()).mapToDouble(row -> row).toArray());
        return new NewestRows(dates, order, classes(table, target)).find(target);
    }

    /** The index of the class of each row. */
    private static int[] classes(Table table, Target.Classes target) {
        Column label = table.labelColumn();
        double[] lookup = new double[label.codes()];
        Arrays.setAll(lookup, code -> label.isValue(code) ? target.values().indexOf(label.category(code)) : NO_CLASS);
        int[] classes = new int[table.rows()];
        double[] decoded = new double[Table.CHUNK];
        int row = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            label.decode(chunk, lookup, decoded);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                classes[row++] = (int) decoded[i];
            }
        }
        return classes;
    }

    private Optional<Found> find(Target.Classes target) {
        int[] newest = rows(value -> value > last);
        if (newest.length < Math.max(1, MIN_SHARE * order.length)) {
            return Optional.empty();
        }
        int[] older = rows(value -> value <= last);
        int own = classes[newest[0]];
        long same = Arrays.stream(older).filter(row -> classes[row] == own).count();
        long others = older.length - same;
        double expected = (double) newest.length * others / older.length;
        if (!(expected >= MIN_EXPECTED)
                || Math.min(same, others) < MIN_BEFORE
                || longestRun(older) > MAX_RUN * newest.length) {
            return Optional.empty();
        }
        double first =
                Arrays.stream(newest).mapToDouble(row -> order[row]).min().orElseThrow();
        String which = dates.map(column -> "from " + TimePlaces.text(column, first) + " in '" + column.name() + "' on")
                .orElse("the last ones of the file");
        return Optional.of(new Found(
                dates.isPresent(),
                newest,
                own,
                Anomaly.of(
                        NAME,
                        "all of the " + Figures.count(newest.length, "newest row", "newest rows") + ", " + which
                                + ", have the label '" + target.values().get(own)
                                + "'. By the rows before them, about " + Figures.count(Math.round(expected))
                                + " should have another one. If what happened is not known yet, leave the label of"
                                + " these rows empty")));
    }

    private int[] rows(DoublePredicate wanted) {
        return IntStream.range(0, order.length)
                .filter(row -> wanted.test(order[row]))
                .toArray();
    }

    /** The largest number of rows of one class in a row, in their order. */
    private int longestRun(int[] rows) {
        int[] ordered = Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> order[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        int longest = 0;
        int run = 0;
        for (int i = 0; i < ordered.length; i++) {
            run = i > 0 && classes[ordered[i]] == classes[ordered[i - 1]] ? run + 1 : 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
