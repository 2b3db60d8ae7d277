package dev.dropfit.trainer;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.DistinctCount;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Profiles columns: quantiles of numbers, the range of dates, counts of categories. */
final class ColumnProfiles {
    /** How many of a column's most frequent categories are counted one by one, unless there are very many columns. */
    private static final int MAX_CATEGORIES = 20;
    /** The same for all columns together. A record is read whole by the dashboard. */
    private static final int MAX_CATEGORIES_OF_ALL = 60_000;

    private static final double[] SHARES = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

    private ColumnProfiles() {}

    /** @param columns how many columns are profiled */
    static ColumnProfile of(Column column, ColumnKind kind, int columns) {
        double[] range = kind == ColumnKind.DATETIME && column.times() > 0 ? column.timeRange() : new double[0];
        return new ColumnProfile(
                Optional.of(new DistinctCount(column.distinctValues(), !column.manyValued())),
                kind == ColumnKind.NUMERIC ? quantiles(column) : new TreeMap<>(),
                kind == ColumnKind.CATEGORICAL
                        ? counts(column, Math.min(MAX_CATEGORIES, MAX_CATEGORIES_OF_ALL / columns))
                        : List.of(),
                range.length > 0 ? DateTimes.text(range[0]) : "",
                range.length > 0 ? DateTimes.text(range[1]) : "");
    }

    private static SortedMap<Double, Double> quantiles(Column column) {
        SortedMap<Double, Double> quantiles = new TreeMap<>();
        double[] values = column.quantiles(SHARES.clone());
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                quantiles.put(SHARES[i], values[i]);
            }
        }
        return quantiles;
    }

    private static List<CategoryCount> counts(Column column, int max) {
        return IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(code -> -column.count(code))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(max)
                .map(code -> new CategoryCount(column.category(code), column.count(code)))
                .toList();
    }
}
