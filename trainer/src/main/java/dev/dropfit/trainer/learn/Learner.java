package dev.dropfit.trainer.learn;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Split;

/** A way of fitting a model. The same rows give the same model, to the bit, whatever the number of threads. */
public interface Learner {
    /**
     * Fits to the rows that a split trains on.
     *
     * @throws InvalidTableException when no model can be fitted to them
     */
    Scorer fit(FeatureTable rows, Target target, Split split) throws InvalidTableException;
}
