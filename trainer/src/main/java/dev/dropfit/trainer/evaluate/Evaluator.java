package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.ClassCurve;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Judges models on the rows of one side of a split, with the definitions of scikit-learn's metrics. */
public final class Evaluator {
    /** The maximum number of classes that are reported one by one. */
    private static final int MAX_CLASSES = 50;

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
        return evaluate(new MetricInput(scores, target), target);
    }

    /** Judges scores, likewise, with the slices where they are worst. */
    public static Evaluation evaluate(Scores scores, Target target, SliceFigures slices) {
        MetricInput input = new MetricInput(scores, target);
        Evaluation evaluation = evaluate(input, target);
        return evaluation.with(slices.worst(input, evaluation.metrics()));
    }

    private static Evaluation evaluate(MetricInput input, Target target) {
        MetricValues metrics = metrics(input, target instanceof Target.Classes);
        return target instanceof Target.Classes classes
                ? ofClasses(input, metrics, classes)
                : Evaluation.ofNumbers(input.scores().rows(), metrics, Residuals.of(input.scores()));
    }

    /**
     * Judges the baseline, which a model has to beat: it predicts the same for every row, for classes their shares in the training rows as
     * probabilities, for a number the mean of the training rows.
     */
    public static Evaluation baseline(Target target, Table table, Split split) {
        Targets targets = new Targets(table, target);
        int outputs = ModelSize.outputs(target);
        Constant constant = new Constant(outputs);
        double[] heldOut = new double[table.rows()];
        int rows = 0;
        double[] decoded = new double[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            targets.decode(chunk, decoded);
            char[] places = table.shares().get(chunk);
            constant.add(decoded, selected, split.select(places, false, selected));
            int size = split.select(places, true, selected);
            for (int i = 0; i < size; i++) {
                heldOut[rows] = decoded[selected[i]];
                rows += outputs > 1 && heldOut[rows] < 0 ? 0 : 1;
            }
        }
        Scores scores = new Scores(outputs, constant.scores(rows), Arrays.copyOf(heldOut, rows));
        MetricInput input = new MetricInput(scores, target);
        // The baseline has no chance in it: it is no model that was fitted to a sample.
        MetricValues metrics = new MetricValues(values(input, target instanceof Target.Classes));
        return target instanceof Target.Classes classes
                ? ofClasses(input, metrics, classes)
                : Evaluation.ofNumbers(rows, metrics, ResidualFacts.NONE);
    }

    /** What the baseline predicts. */
    private static final class Constant {
        private final double[] sums;
        private long trained;

        Constant(int outputs) {
            sums = new double[outputs];
        }

        /** @param rows the training rows among these targets */
        void add(double[] targets, int[] rows, int size) {
            for (int i = 0; i < size; i++) {
                double target = targets[rows[i]];
                if (sums.length == 1) {
                    trained++;
                    sums[0] += (target - sums[0]) / trained;
                } else if (target >= 0) {
                    trained++;
                    sums[(int) target]++;
                }
            }
        }

        /** The same scores for each row: [row * outputs + output]. */
        double[] scores(int rows) {
            double[] scores = new double[rows * sums.length];
            for (int k = 0; k < sums.length; k++) {
                double score = sums.length == 1 ? sums[k] : sums[k] / trained;
                for (int at = k; at < scores.length; at += sums.length) {
                    scores[at] = score;
                }
            }
            return scores;
        }
    }

    private static Evaluation ofClasses(MetricInput input, MetricValues metrics, Target.Classes classes) {
        return Evaluation.ofClasses(
                input.scores().rows(),
                metrics,
                confusion(input, classes),
                classes.binary() ? input.rankings().get(0).rocPoints() : List.of(),
                input.calibration().bins(),
                Surprise.of(input.scores()).estimate(),
                classes(input, classes));
    }

    private static ConfusionMatrix confusion(MetricInput input, Target.Classes classes) {
        return new ConfusionMatrix(
                IntStream.range(0, classes.size()).mapToObj(classes::name).toList(),
                Arrays.stream(input.confusion())
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList());
    }

    private static List<ClassFacts> classes(MetricInput input, Target.Classes classes) {
        List<ClassCounts> counts = IntStream.range(0, classes.size())
                .mapToObj(k -> ClassCounts.of(input.confusion(), k))
                .toList();
        return IntStream.range(0, classes.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer k) -> -counts.get(k).actual()))
                .limit(MAX_CLASSES)
                .sorted()
                .map(k -> facts(classes.name(k), counts.get(k), curve(input, k)))
                .toList();
    }

    private static ClassCurve curve(MetricInput input, int k) {
        int ranked = k - input.firstClass();
        return ranked < 0 ? ClassCurve.NONE : input.rankings().get(ranked).curve();
    }

    private static ClassFacts facts(String name, ClassCounts counts, ClassCurve curve) {
        return new ClassFacts(
                name,
                counts.actual(),
                MetricIntervals.share(counts.right(), counts.predicted()),
                MetricIntervals.share(counts.right(), counts.actual()),
                MetricIntervals.ofF1(counts),
                curve);
    }

    private static MetricValues metrics(MetricInput input, boolean classification) {
        Map<Metric, Double> values = values(input, classification);
        return new MetricValues(values, MetricIntervals.of(input, values));
    }

    private static Map<Metric, Double> values(MetricInput input, boolean classification) {
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        Metric.of(classification).forEach(metric -> metrics.put(metric, MetricFunctions.of(metric, input)));
        return metrics;
    }
}
