package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.SliceFacts;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a model is good and where it is bad: a metric on each slice of the holdout. Where the label is hard to predict, every metric is low; so
 * a slice of classes is called worse if the model is wrong there more often than its own probabilities say, and one of numbers if the error is
 * larger than that of all rows. Among many slices some are bad by chance, so this must be beyond the chance of all of them together
 * (Bonferroni).
 */
public final class SliceFigures {
    /** The minimum number of rows of a slice. */
    public static final int MIN_ROWS = Slices.MIN_ROWS;

    /** The maximum number of slices in a record. */
    private static final int MAX_REPORTED = 20;

    /** With fewer rows of one of the classes, a ranking of the rows is mostly chance. */
    private static final int MIN_RARER_ROWS = 10;

    private final List<Slice> slices;
    private final Target target;
    private final Metric metric;

    private SliceFigures(List<Slice> slices, Target target, Metric metric) {
        this.slices = slices;
        this.target = target;
        this.metric = metric;
    }

    /**
     * The slices of the holdout of a table.
     *
     * @param features of the model that is judged
     * @param metric of the gate
     */
    public static SliceFigures of(Table table, List<Feature> features, Target target, Split split, Metric metric) {
        return new SliceFigures(Slices.of(table, features, target, split), target, metric);
    }

    /** Whether no slice has enough rows. */
    public boolean isEmpty() {
        return slices.isEmpty();
    }

    /**
     * The slices where a model is worst: first those that are called worse, then by their figure.
     *
     * @param holdout the scores of the holdout
     * @param whole the metrics of all its rows
     */
    List<SliceFacts> worst(MetricInput holdout, MetricValues whole) {
        Metric shown = shown();
        double all = whole.of(shown);
        double[] surprises = surprises(holdout.scores());
        double expected = mean(surprises);
        double[] values = shown == Metric.ROC_AUC ? areas(holdout) : values(holdout, shown);
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Slice slice = slices.get(i);
            double value = values[i];
            if (Double.isFinite(value)) {
                judged.add(new Judged(
                        slice,
                        value,
                        target instanceof Target.Classes
                                ? isSurprised(slice, surprises, expected)
                                : isWorse(holdout.sample(slice.rows()), shown, value, all)));
            }
        }
        return judged.stream()
                .sorted(Comparator.comparing((Judged slice) -> !slice.worse())
                        .thenComparing(slice -> shown.gain(slice.value(), all)))
                .limit(MAX_REPORTED)
                // An interval takes longer than the figure, and most slices are not reported.
                .map(slice -> slice.facts(
                        shown,
                        MetricIntervals.of(shown, holdout.sample(slice.slice().rows()), slice.value())))
                .toList();
    }

    /** The figure of each slice; NaN if its rows do not determine it. */
    private double[] values(MetricInput holdout, Metric shown) {
        return slices.stream()
                .map(slice -> holdout.sample(slice.rows()))
                .mapToDouble(input -> isRanked(input, shown) ? MetricFunctions.of(shown, input) : Double.NaN)
                .toArray();
    }

    /** The same for the area under the ROC curve: the slices of a column have no row in common, so one pass over the rows is enough for all. */
    private double[] areas(MetricInput holdout) {
        int[] sliced = rows(holdout.scores().rows());
        List<Ranking.Grouped> rankings = holdout.rankings().stream()
                .map(ranking -> ranking.new Grouped(sliced))
                .toList();
        double[] areas = new double[slices.size()];
        int[] groupOf = new int[holdout.scores().rows()];
        for (int from = 0; from < slices.size(); ) {
            Arrays.fill(groupOf, -1);
            int to = from;
            while (to < slices.size()
                    && slices.get(to).column().equals(slices.get(from).column())) {
                set(groupOf, slices.get(to).rows(), to - from);
                to++;
            }
            int size = to - from;
            List<Ranking.Groups> groups =
                    rankings.stream().map(ranking -> ranking.of(groupOf, size)).toList();
            for (int group = 0; group < size; group++) {
                int own = group;
                long rarer = groups.stream()
                        .mapToLong(ranking -> ranking.rarerRows()[own])
                        .sum();
                areas[from + group] = rarer < MIN_RARER_ROWS
                        ? Double.NaN
                        : MetricFunctions.meanArea(groups.stream().mapToDouble(ranking -> ranking.areas()[own]));
            }
            from = to;
        }
        return areas;
    }

    private static void set(int[] groupOf, int[] rows, int group) {
        for (int row : rows) {
            groupOf[row] = group;
        }
    }

    /** The rows of all slices: of a large holdout a sample. */
    private int[] rows(int holdout) {
        BitSet rows = new BitSet(holdout);
        slices.forEach(slice -> {
            for (int row : slice.rows()) {
                rows.set(row);
            }
        });
        int[] indices = new int[rows.cardinality()];
        int row = -1;
        for (int i = 0; i < indices.length; i++) {
            row = rows.nextSetBit(row + 1);
            indices[i] = row;
        }
        return indices;
    }

    /** A slice with its figure, and whether it is called worse. */
    private record Judged(Slice slice, double value, boolean worse) {
        SliceFacts facts(Metric metric, Optional<Interval> interval) {
            return new SliceFacts(
                    slice.column(), slice.value(), slice.rows().length, metric, new Estimate(value, interval), worse);
        }
    }

    /** R² compares with the mean of its own rows, so it says little about a slice; the error does. */
    private Metric shown() {
        return metric == Metric.R2 ? Metric.RMSE : metric;
    }

    /** For each row 1 if the prediction is right, else 0, minus the probability of the predicted class. */
    private double[] surprises(Scores scores) {
        double[] surprises = new double[target instanceof Target.Classes ? scores.rows() : 0];
        Arrays.setAll(surprises, row -> {
            int predicted = scores.predictedClass(row);
            return (predicted == scores.actualClass(row) ? 1 : 0) - scores.value(row, predicted);
        });
        return surprises;
    }

    /** @param expected the mean of all rows: a model that is too sure of itself everywhere is not worse in a slice */
    private boolean isSurprised(Slice slice, double[] surprises, double expected) {
        int rows = slice.rows().length;
        double sum = 0;
        for (int row : slice.rows()) {
            sum += surprises[row];
        }
        double mean = sum / rows;
        double squares = 0;
        for (int row : slice.rows()) {
            squares += (surprises[row] - mean) * (surprises[row] - mean);
        }
        double error = Math.sqrt(squares / (rows - 1) / rows);
        return expected - mean > DistributionQuantiles.student(confidence(), rows) * error;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private boolean isWorse(MetricInput input, Metric shown, double value, double all) {
        return shown.gain(value, all) < 0
                && MetricIntervals.of(shown, input, value, confidence())
                        .filter(interval -> all < interval.low() || all > interval.high())
                        .isPresent();
    }

    /** So that with 5 % at most any of the slices is out of its interval by chance. */
    private double confidence() {
        return 1 - (1 - DistributionQuantiles.CONFIDENCE) / slices.size();
    }

    private static boolean isRanked(MetricInput input, Metric metric) {
        return !(metric == Metric.ROC_AUC || metric == Metric.AVERAGE_PRECISION || metric == Metric.F1)
                || input.rankings().stream().mapToLong(Ranking::rarerRows).sum() >= MIN_RARER_ROWS;
    }

    /**
     * The slice on which a model loses more than is accepted against another one, beyond the chance of all slices together; of several the
     * one with the greatest loss.
     *
     * @param accepted in the unit of the metric; for R² the squared errors of a slice are divided by the variance of the whole holdout, so that
     *     slices are comparable
     * @return why the model is not served; empty if there is no such slice
     */
    public Optional<String> loss(Scores challenger, Scores champion, double accepted) {
        double variance = metric == Metric.R2 ? variance(challenger) : 1;
        MetricInput challengers = new MetricInput(challenger, target);
        MetricInput champions = new MetricInput(champion, target);
        Optional<String> reason = Optional.empty();
        double greatest = accepted;
        for (Slice slice : slices) {
            MetricInput own = challengers.sample(slice.rows());
            MetricInput other = champions.sample(slice.rows());
            Difference difference = difference(own, other, variance);
            double loss = -metric.gain(difference.value(), 0);
            if (loss > greatest
                    && loss > DistributionQuantiles.student(confidence(), difference.rows()) * difference.error()) {
                greatest = loss;
                reason = Optional.of(text(slice, own, other, loss, accepted));
            }
        }
        return reason;
    }

    /**
     * The difference between two models.
     *
     * @param error its standard error; NaN if it can't be told
     * @param rows that it depends on
     */
    private record Difference(double value, double error, int rows) {}

    private Difference difference(MetricInput own, MetricInput other, double variance) {
        int rows = own.scores().rows();
        if (metric == Metric.R2) {
            RowLosses lost = RowLosses.of(other.scores(), target).subtract(RowLosses.of(own.scores(), target));
            return new Difference(lost.mean() / variance, lost.standardError() / variance, rows);
        }
        double value = MetricFunctions.of(metric, own);
        double before = MetricFunctions.of(metric, other);
        if (!Double.isFinite(value) || !Double.isFinite(before) || !isRanked(own, metric)) {
            return new Difference(0, Double.NaN, rows);
        }
        double error = Influence.of(metric, own, value)
                .minus(Influence.of(metric, other, before))
                .standardError();
        long ranked = metric == Metric.ROC_AUC || metric == Metric.AVERAGE_PRECISION
                ? own.rankings().stream().mapToLong(Ranking::rarerRows).sum()
                : rows;
        return new Difference(value - before, error, (int) ranked);
    }

    private static double variance(Scores scores) {
        double mean = mean(scores.actual());
        double squares = 0;
        for (double actual : scores.actual()) {
            squares += (actual - mean) * (actual - mean);
        }
        return squares / scores.rows();
    }

    private String text(Slice slice, MetricInput own, MetricInput other, double loss, double accepted) {
        Metric shown = shown();
        return "where " + slice.text() + " (" + Figures.count(slice.rows().length, "holdout row", "holdout rows")
                + "), "
                + shown.text() + " is " + shown.format(MetricFunctions.of(shown, own)) + ", and "
                + shown.format(MetricFunctions.of(shown, other)) + " for the previous model: a loss of "
                + metric.formatSize(loss) + (shown == metric ? "" : " of " + metric.text()) + "; gate.slices accepts "
                + metric.formatSize(accepted) + ". Among "
                + Figures.count(slices.size(), "slice", "slices")
                + " this is more than chance. Check these rows of the new dataset, or raise gate.slices in"
                + " dropfit.json";
    }
}
