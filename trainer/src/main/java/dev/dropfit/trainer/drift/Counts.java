package dev.dropfit.trainer.drift;

import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.trainer.feature.TextFacts;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A column of two datasets, counted in the bins of the profile of the first one.
 *
 * @param before the rows of the first dataset in each bin
 * @param now the rows of the second one
 */
@SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
record Counts(long[] before, long[] now) {
    /** The share of all changes from which on one bin tells what happened. */
    private static final double MAX_SPREAD = 0.6;

    /** Of numbers: below the minimum of the profile, its bins, above its maximum. */
    static Counts ofNumbers(ColumnProfile profile, Column column) {
        return ofBins(profile, bounds -> Quantiles.rowsUpTo(column, bounds));
    }

    private static Counts ofBins(ColumnProfile profile, Function<double[], long[]> rowsUpTo) {
        List<NumberBin> bins = profile.bins();
        double[] bounds = new double[bins.size() + 1];
        long[] before = new long[bins.size() + 2];
        bounds[0] = Math.nextDown(profile.quantile(0));
        for (int bin = 0; bin < bins.size(); bin++) {
            bounds[bin + 1] = bins.get(bin).upTo();
            before[bin + 1] = bins.get(bin).rows();
        }
        return new Counts(before, rowsUpTo.apply(bounds));
    }

    /** Of the lengths of texts. */
    static Counts ofLengths(ColumnProfile profile, Column column) {
        return ofBins(profile, bounds -> TextFacts.rowsUpTo(column, bounds));
    }

    /**
     * Of categories: those of the profile, the most frequent first, then all others.
     *
     * @param values the number of rows of the first dataset that have a value
     */
    static Counts ofCategories(ColumnProfile profile, double values, Column column) {
        Map<String, Integer> bins = new HashMap<>();
        List<Long> before = new ArrayList<>();
        for (CategoryCount count : profile.counts()) {
            bins.put(count.value(), before.size());
            before.add(count.rows());
        }
        double counted = before.stream().mapToDouble(Long::doubleValue).sum();
        before.add((long) Math.max(0, values - counted));
        long[] now = new long[before.size()];
        IntStream.range(1, column.codes())
                .filter(column::isValue)
                .forEach(
                        code -> now[bins.getOrDefault(column.category(code), before.size() - 1)] += column.count(code));
        return new Counts(before.stream().mapToLong(Long::longValue).toArray(), now);
    }

    long rowsBefore() {
        return LongStream.of(before).sum();
    }

    long rowsNow() {
        return LongStream.of(now).sum();
    }

    /** The bin of numbers that got most of what other bins lost, as where one value stands for many; empty if several bins got it. */
    OptionalInt spike() {
        int bin = largestChange();
        double moved = IntStream.range(0, now.length)
                .mapToDouble(this::gain)
                .filter(gain -> gain > 0)
                .sum();
        boolean inside = bin > 0 && bin < now.length - 1;
        return inside && gain(bin) > MAX_SPREAD * moved ? OptionalInt.of(bin) : OptionalInt.empty();
    }

    /** By how much the share of a bin rose. */
    private double gain(int bin) {
        return (double) now[bin] / rowsNow() - (double) before[bin] / rowsBefore();
    }

    /** The bin whose share changed most. */
    int largestChange() {
        double rowsBefore = rowsBefore();
        double rowsNow = rowsNow();
        int largest = 0;
        double most = -1;
        for (int bin = 0; bin < before.length; bin++) {
            double change = Math.abs(now[bin] / rowsNow - before[bin] / rowsBefore);
            if (change > most) {
                most = change;
                largest = bin;
            }
        }
        return largest;
    }
}
