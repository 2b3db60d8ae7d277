package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.feature.ChunkRows;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The scores that a model gives to the rows of one side of a split, and the actual labels of these rows.
 *
 * @param outputs how many scores a row has: one per class, or one
 * @param values [row * outputs + output], in the table's order
 * @param cutoff how one of two classes is chosen; if absent, by the higher score
 * @param actual the class's index or the number of each row; rows of a class that the model does not know are left out
 */
@SuppressWarnings("ArrayRecordComponent") // Two large arrays, made once and never compared.
public record Scores(int outputs, Optional<Cutoff> cutoff, double[] values, double[] actual) {
    /** The index of a class that a model does not know. */
    private static final int UNKNOWN = -1;

    /** Scores of a model without a threshold. */
    Scores(int outputs, double[] values, double[] actual) {
        this(outputs, Optional.empty(), values, actual);
    }

    /**
     * Scores that a model has given to rows, whose labels are its own classes or numbers.
     *
     * @param values [row * outputs + output]
     * @param actual the index of the class, or the number, of each row
     */
    public static Scores of(Pipeline pipeline, double[] values, double[] actual) {
        int outputs = ModelSize.outputs(pipeline.target());
        return new Scores(outputs, cutoff(pipeline, IntStream.range(0, outputs).toArray()), values, actual);
    }

    /** Whether all scores are exactly equal. */
    public boolean same(Scores other) {
        return Arrays.equals(values, other.values);
    }

    /**
     * How often a classifier is right.
     *
     * @param right rows whose class is the one with the highest score; 0 of a quantity
     * @param rows all rows
     */
    public record Hits(long right, long rows) {
        /** From 0 to 1; NaN of no rows. */
        public double share() {
            return (double) right / rows;
        }
    }

    /** Counts how often a model is right on one side, without keeping its scores. */
    public static Hits hits(Model model, Target target, Table table, Split split, boolean heldOut) {
        FeatureTable rows = new FeatureTable(table, model.pipeline().features());
        Targets targets = new Targets(table, target);
        int[] order = order(model.pipeline().target(), target);
        return IntStream.range(0, table.chunks())
                .parallel()
                .mapToObj(chunk -> chunk(model, rows, targets, order, chunk, split, heldOut)
                        .hits())
                .reduce(new Hits(0, 0), (a, b) -> new Hits(a.right() + b.right(), a.rows() + b.rows()));
    }

    private Hits hits() {
        long right = 0;
        for (int i = 0; outputs > 1 && i < rows(); i++) {
            right += predictedClass(i) == actualClass(i) ? 1 : 0;
        }
        return new Hits(right, rows());
    }

    /**
     * Scores a model.
     *
     * @param target the classes whose indices are to be used; the model may have them in another order, and must know two of them. A class
     *     that it does not know has the score 0
     * @param heldOut which side
     * @throws IllegalArgumentException when the model can't score this table; the message says why and continues after its name
     */
    public static Scores of(Model model, Target target, Table table, Split split, boolean heldOut) {
        FeatureTable rows = new FeatureTable(table, model.pipeline().features());
        Targets targets = new Targets(table, target);
        int[] order = order(model.pipeline().target(), target);
        int outputs = order.length;
        List<Scores> chunks = IntStream.range(0, table.chunks())
                .parallel()
                .mapToObj(chunk -> chunk(model, rows, targets, order, chunk, split, heldOut))
                .toList();
        int size = chunks.stream().mapToInt(Scores::rows).sum();
        double[] values = new double[size * outputs];
        double[] actual = new double[size];
        int at = 0;
        for (Scores chunk : chunks) {
            System.arraycopy(chunk.values, 0, values, at * outputs, chunk.values.length);
            System.arraycopy(chunk.actual, 0, actual, at, chunk.actual.length);
            at += chunk.rows();
        }
        return new Scores(outputs, cutoff(model.pipeline(), order), values, actual);
    }

    private static Optional<Cutoff> cutoff(Pipeline pipeline, int[] order) {
        if (pipeline.threshold().isEmpty()) {
            return Optional.empty();
        }
        // A model with a threshold has two classes. Those of the dataset may be more, and in another order.
        int positive = IntStream.range(0, order.length)
                .filter(k -> order[k] == 1)
                .findFirst()
                .orElseThrow();
        int negative = IntStream.range(0, order.length)
                .filter(k -> order[k] == 0)
                .findFirst()
                .orElseThrow();
        return Optional.of(new Cutoff(positive, negative, pipeline.threshold().getAsDouble()));
    }

    private static Scores chunk(
            Model model, FeatureTable rows, Targets targets, int[] order, int chunk, Split split, boolean heldOut) {
        int[] selected = new int[Table.CHUNK];
        int count = split.select(rows.table().shares().get(chunk), heldOut, selected);
        double[] label = new double[rows.table().rowsIn(chunk)];
        targets.decode(chunk, label);
        int features = rows.features().size();
        ChunkRows read = new ChunkRows(rows, chunk, selected, count);
        double[] row = new double[features];
        double[] scores = new double[model.outputs()];
        double[] values = new double[count * order.length];
        double[] actual = new double[count];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int at = selected[i];
            if (order.length > 1 && (label[at] == Targets.UNKNOWN_CLASS || order[(int) label[at]] == UNKNOWN)) {
                continue;
            }
            read.fill(i, row);
            model.scorer().score(row, scores);
            for (int k = 0; k < order.length; k++) {
                values[kept * order.length + k] = order[k] == UNKNOWN ? 0 : scores[order[k]];
            }
            actual[kept++] = label[at];
        }
        return new Scores(
                order.length,
                cutoff(model.pipeline(), order),
                Arrays.copyOf(values, kept * order.length),
                Arrays.copyOf(actual, kept));
    }

    /**
     * The output of a model for each output of a target, or {@code -1} for a class that the model does not know.
     *
     * @param own the model's target
     */
    static int[] order(Target own, Target wanted) {
        if (own instanceof Target.Classes classes && wanted instanceof Target.Classes others) {
            int[] order =
                    others.values().stream().mapToInt(classes.values()::indexOf).toArray();
            if (Arrays.stream(order).filter(index -> index != UNKNOWN).count() < 2) {
                throw new IllegalArgumentException("its classes are " + String.join(", ", classes.values())
                        + "; those of the dataset are " + String.join(", ", others.values()));
            }
            return order;
        }
        if (own.getClass() != wanted.getClass()) {
            throw new IllegalArgumentException(
                    own instanceof Target.Classes
                            ? "it predicts classes, the dataset has a number"
                            : "it predicts a number, the dataset has classes");
        }
        return new int[] {0};
    }

    /** The classes of a target that a model does not know, so that rows of them have no scores. */
    public static List<String> unknownClasses(Model model, Target target) {
        return target instanceof Target.Classes wanted && model.pipeline().target() instanceof Target.Classes own
                ? wanted.values().stream()
                        .filter(value -> !own.values().contains(value))
                        .toList()
                : List.of();
    }

    /**
     * Of the rows whose class is known to this model too. Its own scores of these rows are as many, in the same order. The probabilities are those
     * among its classes: what another model gives to classes that this one does not know is no error on these rows.
     */
    public Scores knownTo(Model model, Target target) {
        List<String> unknown = unknownClasses(model, target);
        if (unknown.isEmpty() || !(target instanceof Target.Classes classes)) {
            return this;
        }
        Scores known = sample(IntStream.range(0, rows())
                .filter(row -> !unknown.contains(classes.values().get(actualClass(row))))
                .toArray());
        for (int row = 0; row < known.rows(); row++) {
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                int at = row * outputs + k;
                known.values[at] = unknown.contains(classes.values().get(k)) ? 0 : known.values[at];
                sum += known.values[at];
            }
            for (int k = 0; k < outputs && sum > 0; k++) {
                known.values[row * outputs + k] /= sum;
            }
        }
        return known;
    }

    /** How many rows there are. */
    public int rows() {
        return actual.length;
    }

    /** Of these rows only, in this order; a row may be there several times. */
    public Scores sample(int[] rows) {
        double[] sampled = new double[rows.length * outputs];
        double[] labels = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * outputs, sampled, i * outputs, outputs);
            labels[i] = actual[rows[i]];
        }
        return new Scores(outputs, cutoff, sampled, labels);
    }

    /** The score of a row for an output: the probability of a class, or the predicted number. */
    public double value(int row, int output) {
        return values[row * outputs + output];
    }

    int actualClass(int row) {
        return (int) actual[row];
    }

    /** The class that the model predicts: with a threshold not always the likeliest one. */
    public int predictedClass(int row) {
        if (cutoff.isEmpty()) {
            return likeliestClass(row);
        }
        Cutoff chosen = cutoff.get();
        return value(row, chosen.positive()) >= chosen.threshold() ? chosen.positive() : chosen.negative();
    }

    /** How many rows are of another class than this one, by the model's own probabilities. */
    public double expectedOthers(int ofClass) {
        return IntStream.range(0, rows())
                .mapToDouble(row -> 1 - value(row, ofClass))
                .sum();
    }

    /** The class with the highest score; of equal ones the first. */
    public int likeliestClass(int row) {
        int best = 0;
        for (int k = 1; k < outputs; k++) {
            if (value(row, k) > value(row, best)) {
                best = k;
            }
        }
        return best;
    }
}
