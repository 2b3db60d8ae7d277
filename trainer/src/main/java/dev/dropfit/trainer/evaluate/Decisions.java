package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.Costs;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.ThresholdCounts;
import dev.dropfit.trainer.settings.DecisionSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** What a model costs by its errors, with its threshold and without one. */
public final class Decisions {
    private static final double HALF = 0.5;
    /** Thresholds are told in steps of a hundredth. */
    private static final int STEPS = 100;

    private Decisions() {}

    /**
     * How a model chooses one of two classes; empty for another task.
     *
     * @param holdout the model's scores on the holdout, if there is one
     */
    public static Optional<ClassDecision> of(
            Target target, Optional<DecisionSettings> settings, Optional<Scores> holdout) {
        if (!(target instanceof Target.Classes classes) || !classes.binary()) {
            return Optional.empty();
        }
        double threshold = settings.map(DecisionSettings::threshold).orElse(HALF);
        Optional<Scores> judged = holdout.filter(scores -> scores.rows() > 0);
        List<ThresholdCounts> thresholds = judged.map(Decisions::thresholds).orElse(List.of());
        if (settings.isPresent() && settings.get() instanceof DecisionSettings.ByCosts by && judged.isPresent()) {
            Scores scores = judged.get();
            return Optional.of(new ClassDecision(
                    classes.name(1),
                    threshold,
                    Optional.of(by.costs()),
                    Optional.of(cost(scores, by.costs(), scores::predictedClass)),
                    cost(scores, by.costs(), scores::likeliestClass).value(),
                    thresholds));
        }
        return Optional.of(ClassDecision.of(classes.name(1), threshold, thresholds));
    }

    /** The counts of each threshold below 1. */
    private static List<ThresholdCounts> thresholds(Scores scores) {
        int[] positives = new int[STEPS];
        int[] negatives = new int[STEPS];
        for (int row = 0; row < scores.rows(); row++) {
            double probability = scores.value(row, 1);
            int highest = (int) Math.min(STEPS - 1, Math.floor(probability * STEPS));
            // The threshold is the double closest to a decimal, the product above is not.
            while (highest > 0 && probability < threshold(highest)) {
                highest--;
            }
            while (highest < STEPS - 1 && probability >= threshold(highest + 1)) {
                highest++;
            }
            (scores.actualClass(row) == 1 ? positives : negatives)[highest]++;
        }
        List<ThresholdCounts> thresholds = new ArrayList<>();
        int truePositives = 0;
        int falsePositives = 0;
        for (int step = STEPS - 1; step >= 0; step--) {
            truePositives += positives[step];
            falsePositives += negatives[step];
            thresholds.add(new ThresholdCounts(threshold(step), truePositives, falsePositives));
        }
        Collections.reverse(thresholds);
        return thresholds;
    }

    private static double threshold(int step) {
        return step / (double) STEPS;
    }

    /** The mean cost of a row. */
    private static Estimate cost(Scores scores, Costs costs, IntUnaryOperator predicted) {
        double[] rows = new double[scores.rows()];
        for (int row = 0; row < rows.length; row++) {
            int actual = scores.actualClass(row);
            if (predicted.applyAsInt(row) != actual) {
                rows[row] = actual == 1 ? costs.falseNegative() : costs.falsePositive();
            }
        }
        return MetricIntervals.mean(rows);
    }
}
