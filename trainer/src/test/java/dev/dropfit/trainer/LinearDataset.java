package dev.dropfit.trainer;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.settings.LearnerName;

/** Datasets of tests whose subject is not the choice of a learner: a linear model is fitted to them, which takes a moment. */
public final class LinearDataset {
    private LinearDataset() {}

    /** The same dataset, unless its settings name a learner. */
    public static Dataset of(Dataset dataset) {
        return dataset.settings().learner().isPresent()
                ? dataset
                : new Dataset(
                        dataset.sides(),
                        dataset.schema(),
                        dataset.settings(),
                        LearnerName.linear(dataset.schema().target() instanceof Target.Classes),
                        dataset.previous(),
                        dataset.gate(),
                        dataset.bytes(),
                        dataset.sha256(),
                        dataset.lines());
    }
}
