package dev.dropfit.trainer.feature;

import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.DatePart;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table as a model reads them, one value per feature. The features may come from another dataset; values that the table does
 * not have are missing. May be read by many threads at the same time.
 */
public final class FeatureTable {
    /** The number of terms of a text that trees use: the first ones, which are the strongest. */
    static final int TREE_TERMS = 50;

    private static final double[] NONE = {};
    /** The bits of a hash that a double holds exactly. */
    private static final long EXACT = (1L << 53) - 1;

    private final Table table;
    private final List<Feature> features;
    private final int[] directions;
    private final List<Column> columns = new ArrayList<>();
    /** For each feature, the value in a row for each code of its column. */
    private final List<double[]> lookups = new ArrayList<>();
    /** The columns of texts. */
    private final List<TermColumn> termColumns = new ArrayList<>();
    /** For each feature of a text, its column; null for other features. */
    private final @Nullable TermColumn[] termColumnOf;
    /** The same; numbers are standardised. Only a linear fit needs it. */
    private volatile @Nullable List<double[]> encoded;

    public FeatureTable(Table table, List<Feature> features) {
        this.table = table;
        this.features = List.copyOf(features);
        Map<String, Column> byName = new HashMap<>();
        table.columns().forEach(column -> byName.put(column.name(), column));
        termColumnOf = new TermColumn[features.size()];
        directions = new int[features.size()];
        for (Input input : Input.of(features)) {
            Column column = byName.get(input.column());
            if (column != null && input.isText()) {
                TermColumn texts = TermColumn.of(column, input);
                termColumns.add(texts);
                Arrays.fill(
                        termColumnOf,
                        input.first(),
                        input.first() + input.features().size(),
                        texts);
            }
        }
        for (Feature feature : features) {
            Column column = byName.get(feature.column());
            if (column == null) {
                throw new IllegalArgumentException("The dataset has no column '" + feature.column() + "'");
            }
            columns.add(column);
            lookups.add(termColumnOf[columns.size() - 1] == null ? lookup(column, feature) : NONE);
        }
    }

    /** The same rows with features that differ in the order of their levels. */
    public FeatureTable ordered(List<Feature> ordered) {
        return new FeatureTable(this, ordered, directions);
    }

    private FeatureTable(FeatureTable same, List<Feature> features, int[] directions) {
        table = same.table;
        this.features = List.copyOf(features);
        columns.addAll(same.columns);
        lookups.addAll(same.lookups);
        termColumns.addAll(same.termColumns);
        termColumnOf = same.termColumnOf;
        encoded = same.encoded;
        this.directions = directions;
    }

    /**
     * The same rows with directions, which trees keep.
     *
     * @param signs for each feature, 1 if scores must not fall when its number rises, -1 if they must not rise, else 0
     */
    public FeatureTable constrained(int[] signs) {
        return new FeatureTable(this, features, signs.clone());
    }

    /** 1 if scores must not fall when the number of a feature rises, -1 if they must not rise, else 0. */
    public int direction(int feature) {
        return directions[feature];
    }

    private List<double[]> encoded() {
        List<double[]> known = encoded;
        return known == null ? encodeLookups() : known;
    }

    private synchronized List<double[]> encodeLookups() {
        List<double[]> known = encoded;
        if (known == null) {
            known = new ArrayList<>();
            for (int f = 0; f < lookups.size(); f++) {
                double[] lookup = lookups.get(f);
                known.add(
                        features.get(f) instanceof Feature.Numeric numeric
                                ? Arrays.stream(lookup).map(numeric::encode).toArray()
                                : lookup);
            }
            encoded = known;
        }
        return known;
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

    /** The columns of texts. */
    public List<TermColumn> termColumns() {
        return Collections.unmodifiableList(termColumns);
    }

    /** Whether a feature is of a text. */
    public boolean isText(int feature) {
        return termColumnOf[feature] != null;
    }

    /** Whether a feature is a term of a text: 0 in most rows. */
    public boolean isTerm(int feature) {
        TermColumn texts = termColumnOf[feature];
        return texts != null && feature >= texts.first();
    }

    /** Whether trees may split by a feature: of a text they use its length and its strongest terms. */
    public boolean isForTrees(int feature) {
        TermColumn texts = termColumnOf[feature];
        return texts == null || feature < texts.first() + TREE_TERMS;
    }

    /** The number of features that trees may split by. */
    public int featuresForTrees() {
        return (int) IntStream.range(0, columns.size()).filter(this::isForTrees).count();
    }

    /** What the work of a fit depends on, of the column of each feature that trees use. */
    public List<ColumnSize> columnSizes() {
        return IntStream.range(0, columns.size())
                .filter(this::isForTrees)
                .mapToObj(f -> features.get(f) instanceof Feature.Categorical categorical
                        ? new ColumnSize(
                                ColumnKind.CATEGORICAL, categorical.levels().size(), true)
                        : new ColumnSize(
                                ColumnKind.NUMERIC,
                                columns.get(f).distinctValues(),
                                columns.get(f).coded()))
                .toList();
    }

    /**
     * The size of a model of these features.
     *
     * @param outputs the number of classes; 1 for a label that is a number
     */
    public ModelSize modelSize(int outputs) {
        long encoded = features.stream().mapToLong(Feature::width).sum();
        return new ModelSize(outputs, features.size(), cells(), encoded, Schema.MAX_LEVELS);
    }

    /** The number of values of a row that are not 0, about. */
    public int cells() {
        double terms = 0;
        double known = 0;
        for (TermColumn texts : termColumns) {
            terms += texts.terms();
            known += texts.vectors().termsOfText();
        }
        return (int) Math.ceil(features.size() - terms + known);
    }

    /**
     * The values of a feature in the rows of a chunk.
     *
     * @param out receives the values; has length {@link Table#CHUNK}
     */
    public void decode(int chunk, int feature, double[] out) {
        TermColumn texts = termColumnOf[feature];
        if (texts != null) {
            texts.decode(chunk, feature, table.rowsIn(chunk), out);
            return;
        }
        Column column = columns.get(feature);
        column.decode(chunk, lookups.get(feature), out);
        translate(chunk, feature, table.rowsIn(chunk), out);
    }

    /**
     * What a function makes of the values of a feature, for each code of its column.
     *
     * @param maxCodes the maximum number of codes for which it is worth the memory
     * @return null if there are more codes, or if the feature is of a text
     */
    public long @Nullable [] ofCodes(int feature, int maxCodes, DoubleToLongFunction function) {
        double[] lookup = lookups.get(feature);
        return lookup.length > maxCodes || isText(feature)
                ? null
                : Arrays.stream(lookup).mapToLong(function).toArray();
    }

    /**
     * Adds to each row of a chunk the number of the code that it has in a feature.
     *
     * @param ofCodes one number per code, from {@link #ofCodes}
     * @return false if the chunk has no codes; then nothing is added
     */
    public boolean addOfCodes(int chunk, int feature, long[] ofCodes, long[] sums) {
        return columns.get(feature).addOfCodes(chunk, ofCodes, sums);
    }

    /** The values of a feature in the rows of a chunk; for the length of a text a number that stands for the whole text. */
    public void decodeContent(int chunk, int feature, double[] out) {
        if (termColumnOf[feature] == null) {
            decode(chunk, feature, out);
            return;
        }
        Column column = columns.get(feature);
        double[] lookup = new double[column.codes()];
        Arrays.setAll(lookup, code -> column.isValue(code) ? (column.hash(code) & EXACT) : Double.NaN);
        column.decode(chunk, lookup, out);
    }

    /** Translates numbers or times without codes to values of a row. */
    private void translate(int chunk, int feature, int size, double[] out) {
        Column column = columns.get(feature);
        if (!column.codedIn(chunk)) {
            DoubleUnaryOperator plain = plain(column, features.get(feature));
            for (int i = 0; i < size; i++) {
                out[i] = plain.applyAsDouble(out[i]);
            }
        }
    }

    /** Translates a number or time without a code to its value in a row. */
    private static DoubleUnaryOperator plain(Column column, Feature feature) {
        boolean timed = column.timed();
        if (feature instanceof Feature.Categorical categorical) {
            // The text of the time is unknown here, so its level is unknown too.
            double unknown = categorical.hasOther() ? categorical.levels().size() : Feature.Categorical.NONE;
            return value -> Double.isNaN(value)
                    ? categorical.missing()
                    : timed ? unknown : categorical.code(Values.category(value));
        }
        if (feature instanceof Feature.Numeric numeric && numeric.part().isPresent()) {
            DatePart part = numeric.part().get();
            return value -> part.number(column.plainTime(value));
        }
        return timed ? value -> Double.NaN : DoubleUnaryOperator.identity();
    }

    /**
     * The standardised values of a numeric feature in some rows of a chunk.
     *
     * @param rows their indices within the chunk
     * @param size the number of valid indices in {@code rows}
     * @param out receives the values
     */
    public void encode(int chunk, int feature, int[] rows, int size, double[] out) {
        Feature.Numeric numeric = (Feature.Numeric) features.get(feature);
        TermColumn texts = termColumnOf[feature];
        if (texts != null) {
            texts.decode(chunk, feature, rows, size, out);
            for (int i = 0; i < size; i++) {
                out[i] = numeric.encode(out[i]);
            }
            return;
        }
        Column column = columns.get(feature);
        column.decode(chunk, encoded().get(feature), rows, size, out);
        if (!column.codedIn(chunk)) {
            translate(chunk, feature, size, out);
            for (int i = 0; i < size; i++) {
                out[i] = numeric.encode(out[i]);
            }
        }
    }

    /**
     * The values of a feature in some rows of a chunk.
     *
     * @param rows their indices within the chunk
     * @param size the number of valid indices in {@code rows}
     * @param out receives the values
     */
    public void decode(int chunk, int feature, int[] rows, int size, double[] out) {
        TermColumn texts = termColumnOf[feature];
        if (texts != null) {
            texts.decode(chunk, feature, rows, size, out);
            return;
        }
        Column column = columns.get(feature);
        column.decode(chunk, lookups.get(feature), rows, size, out);
        translate(chunk, feature, size, out);
    }
}
