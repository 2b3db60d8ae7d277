package dev.dropfit.trainer.drift;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row that makes up a part of a dataset, by a mistake in a loop or in a join. Equal rows are normal where all columns have few values, or where many
 * rows have the same defaults. Such a row has frequent values only. A copied row has a value that hardly any other row has, and that was not frequent
 * in the previous dataset either.
 */
public final class CopiedRow {
    /** The name of the anomaly. */
    public static final String NAME = "copied-row";

    private static final int MIN_COPIES = 50;
    private static final double MIN_SHARE = 0.05;

    /** A value that a larger share of the other rows has is no sign of a copy. */
    private static final double MAX_OTHERS = 0.01;

    /** The value was in so small a part of the share of the copies before, at most. */
    private static final double MAX_BEFORE = 0.5;

    /** Of larger datasets, every n-th row is counted first. */
    private static final int MAX_COUNTED = 20_000;

    private static final int SHOWN_LENGTH = 40;

    private final Table table;
    private final int copies;
    private final int chunk;
    private final int row;

    /**
     * @param chunk of the first copy
     * @param row of the first copy, within its chunk
     */
    private CopiedRow(Table table, int copies, int chunk, int row) {
        this.table = table;
        this.copies = copies;
        this.chunk = chunk;
        this.row = row;
    }

    /**
     * A value of the copied row.
     *
     * @param others the number of other rows that have it
     * @param before the share of the rows of the previous dataset that had it, at most
     */
    private record Value(String column, String text, long others, double before) {}

    /**
     * Finds a copied row.
     *
     * @param before the record of the previous model
     * @param model the previous one: rows are equal if the values that it reads are
     */
    public static Optional<Anomaly> find(RunRecord before, Pipeline model, Table table) {
        SampledRows.Hashes hashes = new SampledRows.Hashes(table, model.features());
        return mostFrequent(hashes, table)
                .map(hash -> of(hashes, table, hash))
                .filter(copied -> copied.copies >= leastCopies(table))
                .flatMap(copied -> copied.anomaly(before));
    }

    private static double leastCopies(Table table) {
        return Math.max(MIN_COPIES, MIN_SHARE * table.rows());
    }

    /** The hash of the most frequent row, if it may be frequent enough. */
    private static Optional<Long> mostFrequent(SampledRows.Hashes hashes, Table table) {
        int step = Math.max(1, table.rows() / MAX_COUNTED);
        Map<Long, Integer> counts = new HashMap<>();
        long[] hash = new long[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            hashes.of(chunk, hash);
            for (int i = 0; i < table.rowsIn(chunk); i += step) {
                counts.merge(hash[i], 1, Integer::sum);
            }
        }
        // A sample may have a few copies less than its share.
        return counts.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .filter(most -> most.getValue() >= leastCopies(table) / step / 2)
                .map(Map.Entry::getKey);
    }

    private static CopiedRow of(SampledRows.Hashes hashes, Table table, long wanted) {
        long[] hash = new long[Table.CHUNK];
        int copies = 0;
        int firstChunk = 0;
        int first = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            hashes.of(chunk, hash);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                if (hash[i] == wanted && copies++ == 0) {
                    firstChunk = chunk;
                    first = i;
                }
            }
        }
        return new CopiedRow(table, copies, firstChunk, first);
    }

    private Optional<Anomaly> anomaly(RunRecord before) {
        double share = (double) copies / table.rows();
        return before.model().columns().stream()
                .flatMap(facts -> value(facts).stream())
                .filter(value ->
                        value.others() <= MAX_OTHERS * (table.rows() - copies) && value.before() <= MAX_BEFORE * share)
                .min(Comparator.comparingDouble(Value::before).thenComparing(Value::others))
                .map(value -> Anomaly.of(
                        NAME,
                        Figures.count(copies) + " of the " + Figures.rows(table.rows())
                                + " are one and the same row. Its value of '" + value.column() + "', "
                                + Text.truncate(value.text(), SHOWN_LENGTH) + ", is in "
                                + (value.others() == 0 ? "no other row" : Figures.rows(value.others()) + " more")
                                + ", and in the previous dataset "
                                + (value.before() == 0
                                        ? "no row had it"
                                        : "at most " + Figures.percent(value.before()) + " of the rows had it")
                                + ". Check whether a program wrote the row again and again, and remove the copies"));
    }

    /** The row's value of a column; empty if it has none, or if nothing is known of the column's values before. */
    private Optional<Value> value(ColumnFacts facts) {
        @Nullable
        Column column = table.columns().stream()
                .filter(candidate -> candidate.name().equals(facts.name()))
                .findFirst()
                .orElse(null);
        boolean number = facts.kind().equals("numeric");
        if (column == null || !(number || (facts.kind().equals("categorical") && column.coded()))) {
            return Optional.empty();
        }
        double[] lookup = new double[column.codes()];
        Arrays.setAll(lookup, code -> number ? column.number(code) : code);
        double own = decoded(column, chunk, lookup)[row];
        if (number ? Double.isNaN(own) : !column.isValue((int) own)) {
            return Optional.empty();
        }
        long rows = 0;
        for (int each = 0; each < table.chunks(); each++) {
            rows += Arrays.stream(decoded(column, each, lookup), 0, table.rowsIn(each))
                    .filter(value -> value == own)
                    .count();
        }
        String text = number ? Figures.number(own) : "'" + column.category((int) own) + "'";
        double before = number ? share(facts.profile(), own) : share(facts.profile(), column.category((int) own));
        return Double.isNaN(before)
                ? Optional.empty()
                : Optional.of(new Value(column.name(), text, Math.max(0, rows - copies), before));
    }

    private static double[] decoded(Column column, int chunk, double[] lookup) {
        double[] values = new double[Table.CHUNK];
        column.decode(chunk, lookup, values);
        return values;
    }

    /** The largest share that a number may have had: that of its bin; NaN without bins. */
    private static double share(ColumnProfile profile, double number) {
        List<NumberBin> bins = profile.bins();
        double rows = bins.stream().mapToDouble(NumberBin::rows).sum();
        if (rows > 0 && number < profile.quantile(0)) {
            return 0;
        }
        return rows == 0
                ? Double.NaN
                : bins.stream()
                                .filter(bin -> number <= bin.upTo())
                                .mapToDouble(NumberBin::rows)
                                .findFirst()
                                .orElse(0)
                        / rows;
    }

    /** The largest share that a category may have had; NaN if its column had none. */
    private static double share(ColumnProfile profile, String category) {
        List<CategoryCount> counts = profile.counts();
        double rows = counts.stream().mapToDouble(CategoryCount::rows).sum();
        boolean all = profile.distinct()
                .filter(known -> known.count() <= counts.size())
                .isPresent();
        return rows == 0
                ? Double.NaN
                : counts.stream()
                                .filter(count -> Objects.equals(count.value(), category))
                                .mapToDouble(CategoryCount::rows)
                                .findFirst()
                                .orElse(
                                        all
                                                ? 0
                                                : (double) counts.get(counts.size() - 1)
                                                        .rows())
                        / rows;
    }
}
