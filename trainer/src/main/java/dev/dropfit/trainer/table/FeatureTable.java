package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.DatePart;
import dev.dropfit.core.model.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * A table seen through a model's features: the rows that its scorer takes. The features may come from another dataset; what the table
 * does not have is missing. May be read by many threads at once.
 */
public final class FeatureTable {
    private final Table table;
    private final List<Feature> features;
    private final List<Column> columns = new ArrayList<>();
    /** For each feature the value in a row for each of its column's codes. */
    private final List<double[]> lookups = new ArrayList<>();
    /** The same, encoded where it is a number. */
    private final List<double[]> encoded = new ArrayList<>();

    public FeatureTable(Table table, List<Feature> features) {
        this.table = table;
        this.features = List.copyOf(features);
        Map<String, Column> byName = new HashMap<>();
        table.columns().forEach(column -> byName.put(column.name(), column));
        for (Feature feature : features) {
            Column column = byName.get(feature.column());
            if (column == null) {
                throw new IllegalArgumentException("The dataset has no column '" + feature.column() + "'");
            }
            columns.add(column);
            double[] lookup = lookup(column, feature);
            lookups.add(lookup);
            encoded.add(
                    feature instanceof Feature.Numeric numeric
                            ? Arrays.stream(lookup).map(numeric::encode).toArray()
                            : lookup);
        }
    }

    private static double[] lookup(Column column, Feature feature) {
        double[] lookup = new double[column.codes()];
        for (int code = 0; code < lookup.length; code++) {
            if (code == 0) {
                lookup[code] = feature.missing();
            } else if (feature instanceof Feature.Categorical categorical) {
                lookup[code] = column.isValue(code)
                        ? categorical.code(column.category(code))
                        : categorical.hasOther() ? categorical.levels().size() : Feature.Categorical.NONE;
            } else if (feature instanceof Feature.Numeric numeric
                    && numeric.part().isPresent()) {
                lookup[code] = numeric.part().get().number(column.time(code));
            } else {
                lookup[code] = column.number(code);
            }
        }
        return lookup;
    }

    public Table table() {
        return table;
    }

    public List<Feature> features() {
        return features;
    }

    /**
     * One feature's values in the rows of a chunk.
     *
     * @param out receives them; as long as {@link Table#CHUNK}
     */
    public void decode(int chunk, int feature, double[] out) {
        Column column = columns.get(feature);
        column.decode(chunk, lookups.get(feature), out);
        translate(chunk, feature, table.rowsIn(chunk), out);
    }

    /** Makes values of a row of numbers, or times, that have no codes. */
    private void translate(int chunk, int feature, int size, double[] out) {
        Column column = columns.get(feature);
        if (!column.codedIn(chunk)) {
            DoubleUnaryOperator plain = plain(column.timed(), features.get(feature));
            for (int i = 0; i < size; i++) {
                out[i] = plain.applyAsDouble(out[i]);
            }
        }
    }

    /** The value in a row of a number, or a time, that has no code. */
    private static DoubleUnaryOperator plain(boolean timed, Feature feature) {
        if (feature instanceof Feature.Categorical categorical) {
            // A level that reads like a time can't be told from others that do.
            double unknown = categorical.hasOther() ? categorical.levels().size() : Feature.Categorical.NONE;
            return value -> Double.isNaN(value)
                    ? categorical.missing()
                    : timed ? unknown : categorical.code(Values.category(value));
        }
        if (feature instanceof Feature.Numeric numeric && numeric.part().isPresent()) {
            DatePart part = numeric.part().get();
            return value -> timed ? part.number(value) : Double.NaN;
        }
        return timed ? value -> Double.NaN : DoubleUnaryOperator.identity();
    }

    /**
     * A numeric feature's values in some rows of a chunk, as the model weighs them.
     *
     * @param rows their indices within the chunk
     * @param size how many of these indices count
     * @param out receives them
     */
    public void encode(int chunk, int feature, int[] rows, int size, double[] out) {
        Feature.Numeric numeric = (Feature.Numeric) features.get(feature);
        Column column = columns.get(feature);
        column.decode(chunk, encoded.get(feature), rows, size, out);
        if (!column.codedIn(chunk)) {
            translate(chunk, feature, size, out);
            for (int i = 0; i < size; i++) {
                out[i] = numeric.encode(out[i]);
            }
        }
    }

    /**
     * One feature's values in some rows of a chunk.
     *
     * @param rows their indices within the chunk
     * @param size how many of these indices count
     * @param out receives them
     */
    public void decode(int chunk, int feature, int[] rows, int size, double[] out) {
        Column column = columns.get(feature);
        column.decode(chunk, lookups.get(feature), rows, size, out);
        translate(chunk, feature, size, out);
    }
}
