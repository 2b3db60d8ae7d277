package dev.dropfit.trainer.learn;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.split.Split;
import java.util.function.Consumer;

/** Fits a model. The same rows give exactly the same model, for any number of threads. */
public interface Learner {
    /**
     * Fits a model to the training rows of a split.
     *
     * @param notes receives in what way the model is approximate, because an exact one takes too much work
     * @throws InvalidTableException when no model can be fitted
     */
    MarginScorer fit(FeatureTable rows, Target target, Split split, Consumer<Anomaly> notes)
            throws InvalidTableException;

    /**
     * Fits a model without notes.
     *
     * @throws InvalidTableException when no model can be fitted
     */
    default MarginScorer fit(FeatureTable rows, Target target, Split split) throws InvalidTableException {
        return fit(rows, target, split, note -> {});
    }
}
