package dev.dropfit.predictor.predict;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.predictor.live.PredictionIds;
import dev.dropfit.predictor.serve.ServedModel;

/** The prediction for a row of a request, with its id. Reusable: each row's prediction replaces the one before. Not thread-safe. */
public final class RowPrediction {
    private final Model model;
    private final PredictionIds ids;
    private final Prediction prediction;

    /** Predictions by a served model. */
    public RowPrediction(ServedModel served) {
        this(served.model(), served.ids());
    }

    /** Predictions outside of requests. */
    RowPrediction(Model model) {
        this(model, new PredictionIds(model));
    }

    private RowPrediction(Model model, PredictionIds ids) {
        this.model = model;
        this.ids = ids;
        prediction = new Prediction(model);
    }

    /**
     * Scores a row, and stores its id and its scores if they are stored.
     *
     * @param position of the row in its request, from 0 on; rows with errors count too
     * @param row one value per feature
     * @throws NumbersTooLargeException when a score is not finite
     */
    public void predict(long position, double[] row) throws NumbersTooLargeException {
        prediction.predict(row);
        ids.store(position, row, prediction);
    }

    /** The id of a row. */
    String id(long position, double[] row) {
        return ids.of(position, row);
    }

    /** The model that predicts. */
    Model model() {
        return model;
    }

    /** What was predicted last. The same object each time. */
    public Prediction prediction() {
        return prediction;
    }
}
