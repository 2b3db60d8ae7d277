package dev.dropfit.trainer.table;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Quantiles of the numbers in a column.
 *
 * @param values for each share, the smallest number such that at least this share of the numbers is not larger. NaN without numbers
 * @param rows for each value, the number of rows whose number is not larger
 */
@SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
public record Quantiles(double[] values, long[] rows) {
    /**
     * The quantiles of the numbers in a column. Sorts the column if it has many different numbers.
     *
     * @param shares each from 0 to 1
     */
    public static Quantiles of(Column column, double[] shares) {
        double[] values = new double[shares.length];
        long[] rows = new long[shares.length];
        Arrays.fill(values, Double.NaN);
        if (!column.coded()) {
            double[] sorted = sortedNumbers(column);
            for (int i = 0; i < shares.length && sorted.length > 0; i++) {
                values[i] = sorted[rank(shares[i], sorted.length)];
                rows[i] = rowsUpTo(sorted, values[i]);
            }
            return new Quantiles(values, rows);
        }
        int[] codes = IntStream.rangeClosed(1, column.codes() - 1)
                .filter(code -> column.isValue(code) && !column.isText(code) && column.count(code) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(column::number))
                .mapToInt(Integer::intValue)
                .toArray();
        long total = IntStream.of(codes).mapToLong(column::count).sum();
        for (int i = 0; i < shares.length; i++) {
            long left = total == 0 ? 0 : rank(shares[i], total);
            for (int code : codes) {
                left -= column.count(code);
                rows[i] += column.count(code);
                if (left < 0) {
                    values[i] = column.number(code);
                    break;
                }
            }
        }
        return new Quantiles(values, rows);
    }

    /** The number of values in a sorted array that are not larger; there is at least one that is equal. */
    private static int rowsUpTo(double[] sorted, double value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] <= value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /**
     * The number of rows of a column in each interval of numbers.
     *
     * @param bounds the upper bounds, inclusive, in ascending order
     * @return one count per bound, and the count of the numbers above the last bound
     */
    public static long[] rowsUpTo(Column column, double[] bounds) {
        long[] rows = new long[bounds.length + 1];
        for (int code = 1; code < column.codes(); code++) {
            // Without codes in all chunks, the counts are of some chunks only.
            if (column.coded() && column.isValue(code) && !Double.isNaN(column.number(code))) {
                rows[interval(bounds, column.number(code))] += column.count(code);
            }
        }
        if (!column.coded() && !column.timed()) {
            double[] lookup = new double[column.codes()];
            Arrays.setAll(lookup, column::number);
            double[] decoded = new double[Table.CHUNK];
            for (int chunk = 0; chunk < column.chunks(); chunk++) {
                column.decode(chunk, lookup, decoded);
                for (int i = 0; i < column.rowsIn(chunk); i++) {
                    if (!Double.isNaN(decoded[i])) {
                        rows[interval(bounds, decoded[i])]++;
                    }
                }
            }
        }
        return rows;
    }

    /** Of a few bounds, counting is faster than searching. */
    private static int interval(double[] bounds, double number) {
        int below = 0;
        for (double bound : bounds) {
            below += bound < number ? 1 : 0;
        }
        return below;
    }

    private static int rank(double share, long size) {
        return (int) Math.max(0, Math.ceil(share * size) - 1);
    }

    private static double[] sortedNumbers(Column column) {
        double[] lookup = new double[column.codes()];
        Arrays.setAll(lookup, column::number);
        double[] decoded = new double[Table.CHUNK];
        return IntStream.range(0, column.chunks())
                .mapToObj(chunk -> {
                    int size = column.rowsIn(chunk);
                    column.decode(chunk, lookup, decoded);
                    return Arrays.copyOf(decoded, size);
                })
                .flatMapToDouble(Arrays::stream)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
    }
}
