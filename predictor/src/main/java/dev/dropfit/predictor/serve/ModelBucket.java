package dev.dropfit.predictor.serve;

import dev.dropfit.core.Environment;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.util.Optional;

/**
 * Opens the bucket of the models: the one that {@code DROPFIT_MODELS} names, or the artifacts of one model in a container of Vertex AI.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements#aip-variables">AIP variables</a>
 */
public final class ModelBucket {
    private static final String MODELS = "DROPFIT_MODELS";
    /** Vertex AI sets it to its copy of the folder that the model was uploaded with; blank if there is none. */
    private static final String ARTIFACTS = "AIP_STORAGE_URI";

    private ModelBucket() {}

    /**
     * Opens the bucket for reading.
     *
     * @param defaultModel the model whose folder the artifacts are
     * @throws IllegalStateException when the environment names no models; the message says what to set
     */
    public static Bucket open(Optional<ModelName> defaultModel) throws IOException {
        Optional<String> models = Environment.find(MODELS);
        Optional<String> artifacts = Environment.find(ARTIFACTS);
        if (models.isPresent() || artifacts.isEmpty()) {
            return Buckets.openForReading(Environment.require(MODELS, "the model bucket's URL, like gs://name"));
        }
        ModelName model = defaultModel.orElseThrow(
                () -> new IllegalStateException("The environment variable DROPFIT_DEFAULT_MODEL is not set;"
                        + " set it to the name of the model whose artifacts are in " + ARTIFACTS));
        Bucket bucket = Buckets.openFolderForReading(artifacts.get(), model.value());
        if (new Registry(bucket).findLatest(model).isEmpty()) {
            throw new IllegalStateException("There is no models/latest.zip in " + ARTIFACTS + " (" + artifacts.get()
                    + "); accepted are the artifacts of the folder " + model
                    + " of the model bucket, or " + MODELS + " instead");
        }
        return bucket;
    }
}
