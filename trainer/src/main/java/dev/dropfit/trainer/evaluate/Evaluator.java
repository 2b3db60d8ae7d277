package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.table.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Judges models on the rows of one side of a split, with the definitions of scikit-learn's metrics. */
public final class Evaluator {
    /** Probabilities are kept this far from 0 and 1 in the log loss. */
    private static final double EPSILON = Math.ulp(1.0);

    private static final int BINS = 10;

    private Evaluator() {}

    /**
     * Judges a model.
     *
     * @param target the dataset's classes, or that it is a number
     * @param heldOut whether to judge on the rows held out, or on those trained on
     * @throws IllegalArgumentException when the model can't be judged on this table; the message says why, to go behind its name
     */
    public static Evaluation evaluate(Model model, Target target, Table table, Split split, boolean heldOut) {
        return evaluate(Scores.of(model, target, table, split, heldOut), target);
    }

    /** Judges scores, which {@link Scores#of} has made for this target. */
    public static Evaluation evaluate(Scores scores, Target target) {
        return target instanceof Target.Classes classes ? ofClasses(scores, classes) : ofNumbers(scores);
    }

    /**
     * What a model is to be better than: for classes their shares in the training rows as probabilities for every row, for a number the
     * training rows' mean.
     */
    public static Evaluation baseline(Target target, Table table, Split split) {
        Targets targets = new Targets(table, target);
        int outputs = target instanceof Target.Classes classes ? classes.size() : 1;
        double[] constant = new double[outputs];
        double[] heldOut = new double[table.rows()];
        int rows = 0;
        long trained = 0;
        double[] decoded = new double[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            targets.decode(chunk, decoded);
            char[] places = table.shares().get(chunk);
            for (int i = 0; i < places.length; i++) {
                if (outputs > 1 && decoded[i] < 0) {
                    continue;
                }
                if (split.heldOut(places[i])) {
                    heldOut[rows++] = decoded[i];
                } else {
                    trained++;
                    if (outputs > 1) {
                        constant[(int) decoded[i]]++;
                    } else {
                        constant[0] += (decoded[i] - constant[0]) / trained;
                    }
                }
            }
        }
        double[] values = new double[rows * outputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = outputs > 1 ? constant[i % outputs] / trained : constant[0];
        }
        Scores scores = new Scores(outputs, values, Arrays.copyOf(heldOut, rows));
        return target instanceof Target.Classes classes ? ofClasses(scores, classes) : ofNumbers(scores);
    }

    private static Evaluation ofClasses(Scores scores, Target.Classes classes) {
        int size = classes.size();
        int[][] confusion = new int[size][size];
        double loss = 0;
        int right = 0;
        for (int i = 0; i < scores.rows(); i++) {
            int actual = scores.actualClass(i);
            int predicted = scores.predictedClass(i);
            confusion[actual][predicted]++;
            right += actual == predicted ? 1 : 0;
            double probability = Math.min(1 - EPSILON, Math.max(EPSILON, scores.value(i, actual)));
            loss -= Math.log(probability);
        }
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        metrics.put(Metric.VAL_ACC, 100.0 * right / scores.rows());
        metrics.put(Metric.LOG_LOSS, loss / scores.rows());
        metrics.put(Metric.F1, scores.rows() == 0 ? Double.NaN : f1(confusion, classes.binary()));
        List<RocCurve> curves = IntStream.range(classes.binary() ? 1 : 0, size)
                .parallel()
                .mapToObj(k -> curve(scores, k))
                .toList();
        metrics.put(
                Metric.ROC_AUC,
                curves.stream().mapToDouble(RocCurve::auc).average().orElse(Double.NaN));
        List<Evaluation.RocPoint> roc = classes.binary()
                ? curves.get(0).points().stream()
                        .map(point -> new Evaluation.RocPoint(point.falsePositiveRate(), point.truePositiveRate()))
                        .toList()
                : List.of();
        return new Evaluation.OfClasses(
                scores.rows(),
                classes,
                metrics,
                Arrays.stream(confusion)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                roc,
                calibration(scores, classes));
    }

    private static RocCurve curve(Scores scores, int output) {
        double[] values = new double[scores.rows()];
        boolean[] positive = new boolean[scores.rows()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scores.value(i, output);
            positive[i] = scores.actualClass(i) == output;
        }
        return RocCurve.of(values, positive);
    }

    /** Of the positive class of two; of more, the mean over the classes. */
    private static double f1(int[][] confusion, boolean binary) {
        double sum = 0;
        int from = binary ? 1 : 0;
        for (int k = from; k < confusion.length; k++) {
            int predicted = 0;
            int actual = 0;
            for (int j = 0; j < confusion.length; j++) {
                predicted += confusion[j][k];
                actual += confusion[k][j];
            }
            sum += predicted + actual == 0 ? 0 : 2.0 * confusion[k][k] / (predicted + actual);
        }
        return sum / (confusion.length - from);
    }

    private static List<Evaluation.Calibration> calibration(Scores scores, Target.Classes classes) {
        double[] predicted = new double[BINS];
        int[] observed = new int[BINS];
        int[] rows = new int[BINS];
        for (int i = 0; i < scores.rows(); i++) {
            int output = classes.binary() ? 1 : scores.predictedClass(i);
            double probability = scores.value(i, output);
            int bin = Math.min(BINS - 1, (int) (probability * BINS));
            predicted[bin] += probability;
            observed[bin] += scores.actualClass(i) == output ? 1 : 0;
            rows[bin]++;
        }
        List<Evaluation.Calibration> calibration = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (rows[bin] > 0) {
                calibration.add(new Evaluation.Calibration(
                        predicted[bin] / rows[bin], (double) observed[bin] / rows[bin], rows[bin]));
            }
        }
        return calibration;
    }

    private static Evaluation ofNumbers(Scores scores) {
        double mean = Arrays.stream(scores.actual()).average().orElse(Double.NaN);
        double squares = 0;
        double absolutes = 0;
        double total = 0;
        for (int i = 0; i < scores.rows(); i++) {
            double error = scores.actual()[i] - scores.value(i, 0);
            squares += error * error;
            absolutes += Math.abs(error);
            total += (scores.actual()[i] - mean) * (scores.actual()[i] - mean);
        }
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        metrics.put(Metric.RMSE, Math.sqrt(squares / scores.rows()));
        metrics.put(Metric.MAE, absolutes / scores.rows());
        metrics.put(Metric.R2, total == 0 ? Double.NaN : 1 - squares / total);
        return new Evaluation.OfNumbers(scores.rows(), metrics);
    }
}
