package dev.dropfit.trainer.learn;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Split;

/** Fits a model. The same rows give exactly the same model, for any number of threads. */
public interface Learner {
    /**
     * Fits a model to the training rows of a split.
     *
     * @throws InvalidTableException when no model can be fitted
     */
    Scorer fit(FeatureTable rows, Target target, Split split) throws InvalidTableException;
}
