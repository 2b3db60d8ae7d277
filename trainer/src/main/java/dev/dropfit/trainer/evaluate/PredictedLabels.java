package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.Evaluation;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Labels that are the predictions of the previous model instead of what happened. A model that learns from them looks perfect, and is surer of the same
 * errors. The previous model is never wrong on such rows, although its record and its own probabilities say how often it should be. A model
 * without errors promised none, so that nothing is said of it.
 */
public final class PredictedLabels {
    /** The name of the anomaly. */
    public static final String NAME = "predicted-labels";

    /** With fewer expected errors, none of them may be chance. */
    private static final double MIN_EXPECTED = 20;

    /** Chance alone gives such a part of 20 expected errors once in 20 million datasets (Poisson). */
    private static final double MAX_SHARE = 0.05;

    /** Of numbers, with fewer rows nothing is said. */
    private static final int MIN_ROWS = 50;

    /** The share of rows whose error must be small: predictions that were rounded, or a few rows of another source, are no matter. */
    private static final double MOST = 0.95;

    private PredictedLabels() {}

    /**
     * Compares labels with predictions.
     *
     * @param label the name of the column
     * @param before how good the champion was on its own holdout
     * @param champion its scores on rows that its dataset did not have
     */
    public static Optional<Anomaly> find(String label, Evaluation before, Scores champion, Target target) {
        return target instanceof Target.Classes
                ? ofClasses(label, before, champion)
                : ofNumbers(label, before, champion);
    }

    private static Optional<Anomaly> ofClasses(String label, Evaluation before, Scores champion) {
        int rows = champion.rows();
        double byRecord = rows * (1 - before.metric(Metric.VAL_ACC) / 100);
        double byProbabilities = IntStream.range(0, rows)
                .mapToDouble(row -> 1 - champion.value(row, champion.predictedClass(row)))
                .sum();
        double expected = Math.min(byRecord, byProbabilities);
        long wrong = IntStream.range(0, rows)
                .filter(row -> champion.predictedClass(row) != champion.actualClass(row))
                .count();
        if (!(expected >= MIN_EXPECTED) || wrong > MAX_SHARE * expected) {
            return Optional.empty();
        }
        return Optional.of(Anomaly.of(
                NAME,
                "the label '" + label + "' is what the previous model predicts in "
                        + (wrong == 0 ? "all " : Figures.count(rows - wrong) + " of ")
                        + Figures.count(rows, "new row", "new rows") + ". It is wrong in about "
                        + Figures.count(Math.round(expected))
                        + " of so many rows, by its record. So the labels are probably its predictions, from"
                        + " which no model can learn more. Upload what really happened"));
    }

    private static Optional<Anomaly> ofNumbers(String label, Evaluation before, Scores champion) {
        int rows = champion.rows();
        SortedMap<Double, Double> quantiles = before.residuals().quantiles();
        double usual = (quantiles.getOrDefault(0.75, Double.NaN) - quantiles.getOrDefault(0.25, Double.NaN)) / 2;
        long close = IntStream.range(0, rows)
                .filter(row -> Math.abs(champion.actual()[row] - champion.value(row, 0)) <= MAX_SHARE * usual)
                .count();
        if (rows < MIN_ROWS || !(usual > 0) || close < MOST * rows) {
            return Optional.empty();
        }
        return Optional.of(Anomaly.of(
                NAME,
                "the label '" + label + "' is nearly what the previous model predicts in "
                        + (close == rows ? "all " : Figures.count(close) + " of ")
                        + Figures.count(rows, "new row", "new rows") + ": it differs by at most "
                        + Figures.number(MAX_SHARE * usual) + ". By its record, half of the rows differ by "
                        + Figures.number(usual) + " or more. So the labels are probably its predictions, from which no"
                        + " model can learn more. Upload what really happened"));
    }
}
