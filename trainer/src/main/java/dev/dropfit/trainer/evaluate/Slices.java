package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;

/**
 * The slices of a holdout: for each column of categories one for each level, for each column of numbers or dates one for each quarter of the
 * rows, and one for missing values. Only those with enough rows to say something about them.
 */
final class Slices {
    /** The minimum number of rows of a slice. */
    static final int MIN_ROWS = 50;

    private static final double[] EDGES = {0.25, 0.5, 0.75};

    private final HoldoutRows rows;
    private final List<Slice> slices = new ArrayList<>();

    private Slices(HoldoutRows rows) {
        this.rows = rows;
    }

    /**
     * The slices of the holdout of a table, by the columns of a model.
     *
     * @param features of the model
     * @param target which the scores of the holdout were made for
     */
    static List<Slice> of(Table table, List<Feature> features, Target target, Split split) {
        Slices slices = new Slices(HoldoutRows.of(table, features.size(), target, split));
        if (slices.rows.size() < 2 * MIN_ROWS) {
            return List.of();
        }
        FeatureTable values = new FeatureTable(table, features);
        Set<String> columns = new HashSet<>();
        for (int f = 0; f < features.size(); f++) {
            Feature feature = features.get(f);
            // A date has several features.
            if (columns.add(feature.column())) {
                if (feature instanceof Feature.Categorical categorical) {
                    slices.addLevels(categorical, slices.rows.values(values, f));
                } else if (feature instanceof Feature.Numeric numeric
                        && numeric.part().isEmpty()) {
                    slices.addRanges(feature.column(), slices.rows.values(values, f), Figures::number);
                } else {
                    slices.addRanges(feature.column(), slices.rows.times(feature.column()), DateTimes::text);
                }
            }
        }
        return slices.slices;
    }

    private void addLevels(Feature.Categorical feature, double[] codes) {
        // Sorted, so that the order depends on nothing else.
        for (double code : Arrays.stream(codes).sorted().distinct().toArray()) {
            add(feature.column(), level(feature, (int) code), codes, value -> value == code);
        }
    }

    private static String level(Feature.Categorical feature, int code) {
        if (code >= 0 && code < feature.levels().size()) {
            return "is " + feature.levels().get(code);
        }
        return feature.hasMissing() && code == feature.missing() ? "is missing" : "has another value";
    }

    private void addRanges(String column, double[] numbers, DoubleFunction<String> text) {
        add(column, "is missing", numbers, Double::isNaN);
        double[] known = Arrays.stream(numbers)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
        if (known.length == 0) {
            return;
        }
        double[] edges = Arrays.stream(EDGES)
                .map(share -> known[(int) (share * known.length)])
                .filter(edge -> edge > known[0])
                .distinct()
                .toArray();
        for (int range = 0; edges.length > 0 && range <= edges.length; range++) {
            double from = range == 0 ? Double.NEGATIVE_INFINITY : edges[range - 1];
            double to = range == edges.length ? Double.POSITIVE_INFINITY : edges[range];
            String value = "is "
                    + (range == 0
                            ? "below " + text.apply(to)
                            : text.apply(from)
                                    + (range == edges.length ? " or more" : " to less than " + text.apply(to)));
            add(column, value, numbers, number -> number >= from && (number < to || to == Double.POSITIVE_INFINITY));
        }
    }

    private void add(String column, String value, double[] values, DoublePredicate belongs) {
        int[] found = new int[values.length];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            if (belongs.test(values[i])) {
                found[size++] = rows.index(i);
            }
        }
        if (size >= MIN_ROWS) {
            slices.add(new Slice(column, value, Arrays.copyOf(found, size)));
        }
    }
}
