package dev.dropfit.trainer;

import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.trainer.format.Hash;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shares of the classes of the label in each bin of a column, from a sample of the rows. */
final class ClassShares {
    /** The maximum number of rows: a share of one of 20 bins is within 3 percentage points. */
    private static final int MAX_ROWS = 20_000;
    /** The maximum number of shares and of their lists in all columns together: a model file has the record, whose values are limited. */
    private static final int MAX_SHARES_OF_ALL = 60_000;

    private static final int NOWHERE = -1;

    private final int classes;
    private final int columns;
    /** For each chunk, the sampled rows and their classes. */
    private final List<int[]> rows = new ArrayList<>();

    private final List<int[]> classesOfRows = new ArrayList<>();

    /**
     * A sample of the rows of a table.
     *
     * @param labels the profile of the label; without counts there are no classes
     * @param columns how many columns are looked at
     */
    ClassShares(Table table, ColumnProfile labels, int columns) {
        this.columns = columns;
        int counted = labels.counts().size();
        classes = Math.min(ColumnFacts.MAX_CLASSES, counted - 1);
        if (classes < 1) {
            return;
        }
        Column label = table.labelColumn();
        Map<String, Integer> ranks = places(labels.counts());
        double[] classOfCode = new double[label.codes()];
        Arrays.setAll(
                classOfCode,
                code -> label.isValue(code)
                        ? Math.min(classes, ranks.getOrDefault(label.category(code), classes))
                        : classes);
        double[] ofRows = new double[Table.CHUNK];
        int every = (table.rows() + MAX_ROWS - 1) / MAX_ROWS;
        int first = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            int[] sampled = sample(first, table.rowsIn(chunk), every);
            rows.add(sampled);
            label.decode(chunk, classOfCode, sampled, sampled.length, ofRows);
            classesOfRows.add(Arrays.stream(ofRows, 0, sampled.length)
                    .mapToInt(ofRow -> (int) ofRow)
                    .toArray());
            first += table.rowsIn(chunk);
        }
    }

    /** One row of every few, at a mixed place, so that a period of the file is no period of the sample; within a chunk that begins at a row of the table. */
    private static int[] sample(int begin, int size, int every) {
        int[] sampled = new int[size];
        int count = 0;
        for (int row = 0; row < size; row++) {
            int block = (begin + row) / every;
            if ((begin + row) % every == Math.floorMod(Hash.mix(block), every)) {
                sampled[count++] = row;
            }
        }
        return Arrays.copyOf(sampled, count);
    }

    private static Map<String, Integer> places(List<CategoryCount> counts) {
        Map<String, Integer> places = new HashMap<>();
        counts.forEach(count -> places.put(count.value(), places.size()));
        return places;
    }

    /** As {@link ColumnFacts#classShares}. */
    List<List<Double>> of(Column column, ColumnKind kind, ColumnProfile profile) {
        boolean numbers = kind == ColumnKind.NUMERIC;
        int bins = numbers ? profile.bins().size() : profile.counts().size();
        if (classes < 1
                || bins < 2
                || bins * (classes + 1) > MAX_SHARES_OF_ALL / columns
                || !(numbers || (kind == ColumnKind.CATEGORICAL && column.coded()))) {
            return List.of();
        }
        long[][] counts = new long[bins][classes + 1];
        double[] lookup = numbers ? numbers(column) : categories(column, places(profile.counts()));
        double[] bounds = profile.bins().stream().mapToDouble(NumberBin::upTo).toArray();
        double[] values = new double[Table.CHUNK];
        for (int chunk = 0; chunk < rows.size(); chunk++) {
            int[] sampled = rows.get(chunk);
            column.decode(chunk, lookup, sampled, sampled.length, values);
            for (int i = 0; i < sampled.length; i++) {
                int bin = numbers ? bin(bounds, values[i]) : (int) values[i];
                if (bin != NOWHERE) {
                    counts[bin][classesOfRows.get(chunk)[i]]++;
                }
            }
        }
        return Arrays.stream(counts).map(this::shares).toList();
    }

    private static double[] numbers(Column column) {
        double[] lookup = new double[column.codes()];
        Arrays.setAll(lookup, column::number);
        return lookup;
    }

    private static double[] categories(Column column, Map<String, Integer> places) {
        double[] lookup = new double[column.codes()];
        Arrays.setAll(
                lookup, code -> column.isValue(code) ? places.getOrDefault(column.category(code), NOWHERE) : NOWHERE);
        return lookup;
    }

    private static int bin(double[] bounds, double value) {
        int place = Arrays.binarySearch(bounds, value);
        int bin = place >= 0 ? place : -place - 1;
        return bin < bounds.length ? bin : NOWHERE;
    }

    /** In thousandths, which is more than the sample can tell. */
    private List<Double> shares(long[] counts) {
        long sum = Arrays.stream(counts).sum();
        return sum == 0
                ? List.of()
                : Arrays.stream(counts, 0, classes)
                        .mapToObj(count -> Math.round(1000.0 * count / sum) / 1000.0)
                        .toList();
    }
}
