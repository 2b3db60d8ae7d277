package dev.dropfit.predictor.predict;

import dev.dropfit.core.live.PredictionId;
import dev.dropfit.core.model.Model;

/** The ids of the predictions of a model, which files of labels may name. Immutable. */
final class PredictionIds {
    /** The name of their field or column. */
    static final String NAME = "prediction_id";

    private final long seed;

    PredictionIds(Model model) {
        seed = PredictionId.seed(model.version());
    }

    /** @param row one value per feature */
    String of(double[] row) {
        return PredictionId.text(PredictionId.of(seed, row));
    }
}
