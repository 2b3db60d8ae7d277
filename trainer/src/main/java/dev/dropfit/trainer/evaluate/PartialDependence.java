package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.facts.DependenceFacts;
import dev.dropfit.trainer.feature.ChunkRows;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How a model's prediction depends on its most influential columns (J. Friedman, Greedy function approximation, 2001, section 8.2). It costs
 * {@value #MAX_COLUMNS} x {@value #MAX_POINTS} x {@value #MAX_ROWS} predictions at most, whatever the dataset.
 */
public final class PartialDependence {
    private static final int MAX_COLUMNS = 6;
    private static final int MAX_POINTS = 8;
    private static final int MAX_ROWS = 100;

    private final Model model;
    private final List<double[]> rows;
    /** The score that is averaged: of two classes that of the positive one. */
    private final int output;

    private PartialDependence(Model model, List<double[]> rows) {
        this.model = model;
        this.rows = rows;
        output = model.outputs() - 1;
    }

    /**
     * The dependence on the most influential columns that are one number or one category; nothing for more than two classes.
     *
     * @param heldOut which side of the split the rows are from
     * @param influences by the name of the column
     * @return the most influential column first
     */
    public static List<DependenceFacts> of(
            Model model, Table table, Split split, boolean heldOut, Map<String, Double> influences) {
        if (model.outputs() > 2) {
            return List.of();
        }
        PartialDependence dependence = new PartialDependence(model, sample(model, table, split, heldOut));
        List<Feature> features = model.pipeline().features();
        return IntStream.range(0, features.size())
                .filter(f -> !Feature.isDatePart(features.get(f)) && !Feature.isTextPart(features.get(f)))
                .boxed()
                .sorted(Comparator.comparingDouble(
                        f -> -influences.getOrDefault(features.get(f).column(), 0.0)))
                .limit(MAX_COLUMNS)
                .map(f -> new DependenceFacts(features.get(f).column(), dependence.points(f)))
                .filter(facts -> facts.points().size() > 1)
                .toList();
    }

    /** Rows at equal distances in the table. */
    private static List<double[]> sample(Model model, Table table, Split split, boolean heldOut) {
        FeatureTable features = new FeatureTable(table, model.pipeline().features());
        int step = Math.max(1, split.count(table, heldOut) / MAX_ROWS);
        List<double[]> rows = new ArrayList<>();
        int[] selected = new int[Table.CHUNK];
        int passed = 0;
        for (int chunk = 0; chunk < table.chunks() && rows.size() < MAX_ROWS; chunk++) {
            int count = split.select(table.shares().get(chunk), heldOut, selected);
            int kept = 0;
            for (int i = 0; i < count && rows.size() + kept < MAX_ROWS; i++) {
                if (passed++ % step == 0) {
                    selected[kept++] = selected[i];
                }
            }
            if (kept > 0) {
                ChunkRows read = new ChunkRows(features, chunk, selected, kept);
                for (int i = 0; i < kept; i++) {
                    double[] row = new double[features.features().size()];
                    read.fill(i, row);
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private List<DependenceFacts.Point> points(int feature) {
        return model.pipeline().features().get(feature) instanceof Feature.Categorical categorical
                ? levels(feature).stream()
                        .map(code ->
                                new DependenceFacts.Point(categorical.levelName(code), Double.NaN, mean(feature, code)))
                        .toList()
                : numbers(feature).stream()
                        .map(number -> new DependenceFacts.Point("", number, mean(feature, number)))
                        .toList();
    }

    /** The codes of the most frequent levels. */
    private List<Integer> levels(int feature) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (double[] row : rows) {
            if (row[feature] >= 0) {
                counts.merge((int) row[feature], 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue()))
                .limit(MAX_POINTS)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Quantiles from 5 to 95 percent, each number once. */
    private List<Double> numbers(int feature) {
        double[] sorted = rows.stream()
                .mapToDouble(row -> row[feature])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return sorted.length == 0
                ? List.of()
                : IntStream.range(0, MAX_POINTS)
                        .mapToObj(i ->
                                sorted[(int) Math.round((sorted.length - 1) * (0.05 + 0.9 * i / (MAX_POINTS - 1)))])
                        .distinct()
                        .toList();
    }

    /** The mean score of the rows with this value. */
    private double mean(int feature, double value) {
        double[] scores = new double[model.outputs()];
        double sum = 0;
        for (double[] row : rows) {
            double own = row[feature];
            row[feature] = value;
            model.scorer().score(row, scores);
            row[feature] = own;
            sum += scores[output];
        }
        return sum / rows.size();
    }
}
