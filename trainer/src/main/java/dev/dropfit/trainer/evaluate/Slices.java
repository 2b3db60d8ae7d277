package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.TextPart;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;

/**
 * The slices of a holdout: for each column of categories one for each level, for each column of numbers or dates one for each quarter of the
 * rows, and one for missing values. Only those with enough rows to say something about them.
 */
final class Slices {
    /** The minimum number of rows of a slice. */
    static final int MIN_ROWS = 50;

    private static final double[] EDGES = {0.25, 0.5, 0.75};

    /** The maximum number of values that are sorted for the edges: a quarter of the rows is within 2 percentage points of it. */
    private static final int MAX_SORTED = 4_000;

    private static final int NO_GROUP = -1;

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
        Slices slices = new Slices(HoldoutRows.of(table, sliced(features), target, split));
        if (slices.rows.size() < 2 * MIN_ROWS) {
            return List.of();
        }
        FeatureTable values = new FeatureTable(table, features);
        Set<String> columns = new HashSet<>();
        for (int f = 0; f < features.size(); f++) {
            Feature feature = features.get(f);
            // A date has several features.
            if (columns.add(feature.column())) {
                if (values.isText(f)) {
                    slices.addRanges(feature.column(), slices.rows.values(values, f), Slices::characters);
                } else if (feature instanceof Feature.Categorical categorical) {
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

    /** A text has one slice for its length, and none for its terms. */
    private static int sliced(List<Feature> features) {
        return Input.of(features).stream()
                .mapToInt(input -> input.isText() ? 1 : input.features().size())
                .sum();
    }

    private static String characters(double length) {
        return Figures.count(TextPart.characters(length), "character", "characters");
    }

    private void addLevels(Feature.Categorical feature, double[] codes) {
        // Codes begin at NONE; after those of the levels there may be one of other values and one of missing ones.
        int groups = feature.levels().size() + 2 - Feature.Categorical.NONE;
        int[] groupOf = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            groupOf[i] = (int) codes[i] - Feature.Categorical.NONE;
        }
        add(feature.column(), groupOf, groups, group -> level(feature, group + Feature.Categorical.NONE));
    }

    private static String level(Feature.Categorical feature, int code) {
        if (code >= 0 && code < feature.levels().size()) {
            return "is " + feature.levels().get(code);
        }
        return feature.hasMissing() && code == feature.missing() ? "is missing" : "has another value";
    }

    private void addRanges(String column, double[] numbers, DoubleFunction<String> text) {
        double[] edges = edges(numbers);
        int[] groupOf = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            // Without edges all numbers are equal, and not a part of the rows.
            int group = Double.isNaN(numbers[i]) ? 0 : edges.length == 0 ? NO_GROUP : 1;
            for (double edge : edges) {
                group += numbers[i] >= edge ? 1 : 0;
            }
            groupOf[i] = group;
        }
        add(column, groupOf, edges.length + 2, group -> "is " + range(group, edges, text));
    }

    /** The numbers that divide the rows into about quarters, without those that divide nothing. */
    private static double[] edges(double[] numbers) {
        int step = 1 + numbers.length / MAX_SORTED;
        double[] sorted = new double[(numbers.length + step - 1) / step];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = numbers[i * step];
        }
        Arrays.sort(sorted);
        int size = sorted.length;
        // NaN, a missing value, comes after all numbers.
        while (size > 0 && Double.isNaN(sorted[size - 1])) {
            size--;
        }
        int known = size;
        return known == 0
                ? new double[0]
                : Arrays.stream(EDGES)
                        .map(share -> sorted[(int) (share * known)])
                        .filter(edge -> edge > sorted[0])
                        .distinct()
                        .toArray();
    }

    /** @param group 0 for missing values, then the ranges from low to high */
    private static String range(int group, double[] edges, DoubleFunction<String> text) {
        if (group == 0) {
            return "missing";
        }
        if (group == 1) {
            return "below " + text.apply(edges[0]);
        }
        String from = text.apply(edges[group - 2]);
        return from + (group > edges.length ? " or more" : " to less than " + text.apply(edges[group - 1]));
    }

    /**
     * Adds the groups of a column that have enough rows.
     *
     * @param groupOf the group of each row, or {@link #NO_GROUP}
     */
    private void add(String column, int[] groupOf, int groups, IntFunction<String> value) {
        int[] counts = new int[groups];
        for (int group : groupOf) {
            if (group != NO_GROUP) {
                counts[group]++;
            }
        }
        int[][] found = new int[groups][];
        for (int group = 0; group < groups; group++) {
            found[group] = new int[counts[group] >= MIN_ROWS ? counts[group] : 0];
        }
        int[] sizes = new int[groups];
        for (int i = 0; i < groupOf.length; i++) {
            int group = groupOf[i];
            if (group != NO_GROUP && found[group].length > 0) {
                found[group][sizes[group]++] = rows.index(i);
            }
        }
        for (int group = 0; group < groups; group++) {
            if (found[group].length > 0) {
                slices.add(new Slice(column, value.apply(group), found[group]));
            }
        }
    }
}
