package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.Interval;
import java.util.Optional;

/**
 * How much higher the log loss of a classifier is on some rows than the one that its own probabilities expect: 0 on average for a model that is
 * as sure as it may be, and more for one that is too sure of itself (D. J. Spiegelhalter, Probabilistic Prediction in Patient Management and
 * Clinical Trials, 1986). How hard the rows are does not matter, so other rows of the same kind surprise a model as much.
 *
 * @param mean of a row
 * @param error the standard error of the mean
 */
record Surprise(double mean, double error) {
    /** A weight of a level with so many rows is held back to half (C = 1, a fifth of the rows is positive or more). */
    private static final double ROWS_PER_LEVEL = 5;

    /**
     * The surprise on all these rows.
     *
     * @return NaN without rows
     */
    static Surprise of(Scores... scores) {
        double sum = 0;
        double squares = 0;
        double variance = 0;
        int rows = 0;
        for (Scores some : scores) {
            for (int row = 0; row < some.rows(); row++) {
                double expected = 0;
                double squared = 0;
                for (int k = 0; k < some.outputs(); k++) {
                    double probability = some.value(row, k);
                    double loss = MetricFunctions.logLoss(probability);
                    expected += probability * loss;
                    squared += probability * loss * loss;
                }
                double excess = MetricFunctions.logLoss(some, row) - expected;
                sum += excess;
                squares += excess * excess;
                variance += squared - expected * expected;
            }
            rows += some.rows();
        }
        double mean = sum / rows;
        // A few rows with an unexpected label change both the mean and the observed deviation, so it alone would find
        // too few to be chance. The
        // expected one alone would be too small for a model that is too sure of itself.
        return new Surprise(mean, Math.sqrt(Math.max(variance, squares - rows * mean * mean)) / rows);
    }

    /**
     * The surprise that other rows of the same kind are expected to give, if these rows did not happen to fit the model well or badly. Few rows say
     * little about it, so it is drawn towards what other models have (the posterior of a normal distribution with a normal prior).
     *
     * @param center the mean surprise of many such models on all rows of their kind
     * @param spread the standard deviation of it
     */
    Surprise expected(double center, double spread) {
        double trust = spread * spread / (spread * spread + error * error);
        return new Surprise(center + trust * (mean - center), Math.sqrt(trust) * error);
    }

    /**
     * How much more the weights of a linear model surprise it on other rows than on those that they were fitted to: about 1 / n for each weight
     * (H. Akaike, A new look at the statistical model identification, 1974). The weights of levels with few rows are held back by the
     * regularisation.
     *
     * @return at most 1
     */
    static double ofWeights(Pipeline pipeline, long trainRows) {
        double numbers = 0;
        double ofLevels = 0;
        for (Feature feature : pipeline.features()) {
            if (feature instanceof Feature.Categorical) {
                ofLevels += feature.width() / (trainRows + ROWS_PER_LEVEL * feature.width());
            } else {
                numbers += feature.width();
            }
        }
        int scores = pipeline.target() instanceof Target.Classes classes ? classes.size() - 1 : 1;
        return scores * numbers < trainRows / 2.0
                ? Math.min(1, scores * (numbers / (trainRows - scores * numbers) + ofLevels))
                : 1;
    }

    /** The surprise that a record has. */
    static Surprise of(Estimate estimate) {
        return new Surprise(
                estimate.value(),
                estimate.interval()
                        .map(interval -> (interval.high() - interval.low()) / 2 / ErrorBudget.QUANTILE_OF_INTERVALS)
                        .orElse(Double.NaN));
    }

    /** For a record. */
    Estimate estimate() {
        return Double.isFinite(mean)
                ? new Estimate(
                        mean,
                        Optional.of(new Interval(
                                mean - ErrorBudget.QUANTILE_OF_INTERVALS * error,
                                mean + ErrorBudget.QUANTILE_OF_INTERVALS * error)))
                : Estimate.NONE;
    }
}
