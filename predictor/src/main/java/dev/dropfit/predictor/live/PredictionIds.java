package dev.dropfit.predictor.live;

import dev.dropfit.core.live.ClientId;
import dev.dropfit.core.live.PredictionId;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Prediction;
import org.jspecify.annotations.Nullable;

/** The ids of the predictions of a model or of one request, which files of labels may name. Immutable. */
public final class PredictionIds {
    /** The name of their field or column. */
    public static final String NAME = "prediction_id";

    private final long seed;
    private final @Nullable ClientId client;
    private final @Nullable ScoreLog log;

    /** Ids that are hashes of rows, and are not stored. */
    public PredictionIds(Model model) {
        this(model, null);
    }

    /** @param log gets ids and scores; null if they are not stored */
    PredictionIds(Model model, @Nullable ScoreLog log) {
        this(PredictionId.seed(model.version()), null, log);
    }

    private PredictionIds(long seed, @Nullable ClientId client, @Nullable ScoreLog log) {
        this.seed = seed;
        this.client = client;
        this.log = log;
    }

    /** The ids of a request that has an id of its client. */
    public PredictionIds of(ClientId request) {
        return new PredictionIds(seed, request, log);
    }

    /** The same ids, which are not stored. */
    public PredictionIds withoutStoring() {
        return log == null ? this : new PredictionIds(seed, client, null);
    }

    /** Whether ids and scores are stored. */
    public boolean areStored() {
        return log != null;
    }

    /** Whether the client has an id for the request. */
    public boolean areOfClient() {
        return client != null;
    }

    /** Stores the prediction of a row, if predictions are stored. */
    public void store(long position, double[] row, Prediction prediction) {
        if (log != null) {
            log.add(
                    client == null ? PredictionId.of(seed, row) : PredictionId.named(client.text(position)),
                    prediction.scores());
        }
    }

    /**
     * The id of a row.
     *
     * @param position in the request, from 0 on; rows with errors count too
     * @param row one value per feature
     */
    public String of(long position, double[] row) {
        return client == null ? PredictionId.text(PredictionId.of(seed, row)) : client.text(position);
    }
}
