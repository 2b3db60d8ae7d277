package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.Costs;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.trainer.settings.DecisionSettings;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** What a model costs by its errors, with its threshold and without one. */
public final class Decisions {
    private static final double HALF = 0.5;

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
        if (settings.isPresent()
                && settings.get() instanceof DecisionSettings.ByCosts by
                && holdout.filter(scores -> scores.rows() > 0).isPresent()) {
            Scores scores = holdout.get();
            return Optional.of(new ClassDecision(
                    classes.name(1),
                    threshold,
                    Optional.of(by.costs()),
                    Optional.of(cost(scores, by.costs(), scores::predictedClass)),
                    cost(scores, by.costs(), scores::likeliestClass).value()));
        }
        return Optional.of(ClassDecision.of(classes.name(1), threshold));
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
