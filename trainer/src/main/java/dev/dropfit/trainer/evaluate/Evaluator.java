package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.CalibrationBin;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.table.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Judges models on the rows of one side of a split, with the definitions of scikit-learn's metrics. */
public final class Evaluator {
    private static final int BINS = 10;

    private Evaluator() {}

    /**
     * Judges a model.
     *
     * @param target the dataset's classes, or that it is a number
     * @param heldOut whether to judge on the rows held out, or on those trained on
     * @throws IllegalArgumentException when the model can't be judged on this table; the message says why and continues after its name
     */
    public static Evaluation evaluate(Model model, Target target, Table table, Split split, boolean heldOut) {
        return evaluate(Scores.of(model, target, table, split, heldOut), target);
    }

    /** Judges scores, which {@link Scores#of} has made for this target. */
    public static Evaluation evaluate(Scores scores, Target target) {
        return target instanceof Target.Classes classes ? ofClasses(scores, classes) : ofNumbers(scores);
    }

    /**
     * Judges the baseline, which a model has to beat: it predicts the same for every row, for classes their shares in the training rows as
     * probabilities, for a number the mean of the training rows.
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
        MetricInput input = new MetricInput(scores, classes);
        return new Evaluation(
                scores.rows(),
                metrics(input, true),
                Optional.of(confusion(input, classes)),
                classes.binary() ? input.rankings().get(0).rocPoints() : List.of(),
                calibration(scores, classes));
    }

    private static Evaluation ofNumbers(Scores scores) {
        return Evaluation.ofNumbers(scores.rows(), metrics(new MetricInput(scores, new Target.Quantity()), false));
    }

    private static ConfusionMatrix confusion(MetricInput input, Target.Classes classes) {
        return new ConfusionMatrix(
                IntStream.range(0, classes.size()).mapToObj(classes::name).toList(),
                Arrays.stream(input.confusion())
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList());
    }

    private static MetricValues metrics(MetricInput input, boolean classification) {
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        Metric.of(classification).forEach(metric -> metrics.put(metric, MetricFunctions.of(metric, input)));
        return new MetricValues(metrics);
    }

    private static List<CalibrationBin> calibration(Scores scores, Target.Classes classes) {
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
        List<CalibrationBin> calibration = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (rows[bin] > 0) {
                calibration.add(
                        new CalibrationBin(predicted[bin] / rows[bin], (double) observed[bin] / rows[bin], rows[bin]));
            }
        }
        return calibration;
    }
}
