package dev.dropfit.trainer;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.DistinctCount;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.trainer.feature.TextFacts;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** The same for bins of numbers. */
    private static final int MAX_BINS = 20;

    private static final int MAX_WORDS = 20;

    private static final int MAX_BINS_OF_ALL = 60_000;

    private static final double[] SHARES = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

    private ColumnProfiles() {}

    /** @param columns how many columns are profiled */
    static ColumnProfile of(Column column, ColumnKind kind, int columns) {
        double[] range = kind == ColumnKind.DATETIME && column.times() > 0 ? column.timeRange() : new double[0];
        boolean numbers = kind == ColumnKind.NUMERIC;
        int bins = Math.min(MAX_BINS, MAX_BINS_OF_ALL / columns);
        // All at once: each call may sort the column.
        Optional<Quantiles> values = numbers
                ? Optional.of(Quantiles.of(column, shares(bins)))
                : kind == ColumnKind.TEXT ? Optional.of(TextFacts.lengths(column, shares(bins))) : Optional.empty();
        return new ColumnProfile(
                Optional.of(new DistinctCount(column.distinctValues(), !column.manyValued())),
                values.map(ColumnProfiles::quantiles).orElseGet(TreeMap::new),
                values.map(ColumnProfiles::bins).orElse(List.of()),
                kind == ColumnKind.CATEGORICAL
                        ? counts(column, Math.min(MAX_CATEGORIES, MAX_CATEGORIES_OF_ALL / columns))
                        : kind == ColumnKind.TEXT ? words(column, rowsOf(column)) : List.of(),
                range.length > 0 ? DateTimes.text(range[0]) : "",
                range.length > 0 ? DateTimes.text(range[1]) : "");
    }

    /** The shares of the quantiles, then those of the upper bounds of bins. */
    private static double[] shares(int bins) {
        double[] shares = Arrays.copyOf(SHARES, SHARES.length + bins);
        for (int bin = 1; bin <= bins; bin++) {
            shares[SHARES.length + bin - 1] = (double) bin / bins;
        }
        return shares;
    }

    private static SortedMap<Double, Double> quantiles(Quantiles all) {
        SortedMap<Double, Double> quantiles = new TreeMap<>();
        for (int i = 0; i < SHARES.length; i++) {
            if (Double.isFinite(all.values()[i])) {
                quantiles.put(SHARES[i], all.values()[i]);
            }
        }
        return quantiles;
    }

    /** Bins of about as many rows each. Of a number that many rows have, all rows are in one bin. */
    private static List<NumberBin> bins(Quantiles quantiles) {
        List<NumberBin> bins = new ArrayList<>();
        long before = 0;
        for (int i = SHARES.length; i < quantiles.values().length; i++) {
            if (quantiles.rows()[i] > before) {
                bins.add(new NumberBin(quantiles.values()[i], quantiles.rows()[i] - before));
                before = quantiles.rows()[i];
            }
        }
        return bins;
    }

    private static long rowsOf(Column texts) {
        return IntStream.range(1, texts.codes()).mapToLong(texts::count).sum();
    }

    /** The frequent words of texts, with the number of rows that have them. */
    private static List<CategoryCount> words(Column column, long rows) {
        TextFacts.WordShares words = TextFacts.words(column);
        return words.mostFrequent(MAX_WORDS).stream()
                .map(word -> new CategoryCount(word, Math.round(words.of(word) * rows)))
                .toList();
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
