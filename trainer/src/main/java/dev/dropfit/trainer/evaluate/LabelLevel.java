package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.ResidualFacts;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Labels that are all higher or lower than the previous model predicts, as in another currency or with a tax. A new model learns that, and the label alone
 * does not show it: its values may differ from row to row by much more.
 */
public final class LabelLevel {
    /** The name of the anomaly. */
    public static final String NAME = "label-level";

    private static final int MIN_ROWS = 50;

    /** One run of 500 by chance, on both sides. */
    private static final double STANDARD_ERRORS = 3.1;

    /** A smaller difference does not matter: a share of the mean, if all predictions have one sign. */
    private static final double MIN_SHARE = 0.03;

    /** The same for other labels: a share of their standard deviation. */
    private static final double MIN_DEVIATIONS = 0.1;

    private LabelLevel() {}

    /**
     * Compares labels that are numbers with their predictions.
     *
     * @param label the name of the column
     * @param before how good the champion was on its own holdout
     * @param champion its scores on new rows
     */
    public static Optional<Anomaly> find(String label, Evaluation before, Scores champion) {
        int rows = champion.rows();
        if (rows < MIN_ROWS
                || before.rows() < MIN_ROWS
                || before.residuals().byPrediction().isEmpty()) {
            return Optional.empty();
        }
        double[] predicted = IntStream.range(0, rows)
                .mapToDouble(row -> champion.value(row, 0))
                .toArray();
        double[] errors = IntStream.range(0, rows)
                .mapToDouble(row -> champion.actual()[row] - predicted[row])
                .toArray();
        double expected = mean(predicted);
        double now = mean(errors);
        // Both holdouts have errors of the same size; those of the new rows are known.
        double error = deviation(errors) * Math.sqrt(1.0 / rows + 1.0 / before.rows());
        double moved = now - bias(before.residuals());
        boolean signed = DoubleStream.of(predicted).allMatch(value -> value > 0)
                || DoubleStream.of(predicted).allMatch(value -> value < 0);
        double size = signed
                ? Math.abs(moved / expected) / MIN_SHARE
                : Math.abs(moved) / deviation(champion.actual()) / MIN_DEVIATIONS;
        if (!(Math.abs(moved) > STANDARD_ERRORS * error) || !(size >= 1) || now * moved < 0) {
            return Optional.empty();
        }
        return Optional.of(Anomaly.of(
                NAME,
                "the label '" + label + "' is " + (signed ? Figures.percent(Math.abs(now / expected)) + " " : "")
                        + (now > 0 ? "higher" : "lower") + " on average than the previous model predicts: on "
                        + Figures.count(rows, "holdout row", "holdout rows") + " the mean is "
                        + Figures.number(expected + now) + ", and the mean prediction is " + Figures.number(expected)
                        + ". Check its unit or currency, and what it includes, such as a tax; if the world"
                        + " changed, the new model is right"));
    }

    /** The mean error of the champion on its own holdout. */
    private static double bias(ResidualFacts residuals) {
        double sum = 0;
        double rows = 0;
        for (ResidualFacts.Group group : residuals.byPrediction()) {
            sum += group.rows() * (group.actual() - group.predicted());
            rows += group.rows();
        }
        return sum / rows;
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElse(Double.NaN);
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN));
    }
}
