package dev.dropfit.predictor.http;

import dev.dropfit.core.Environment;
import dev.dropfit.core.registry.ModelName;
import java.util.List;
import java.util.Optional;

/**
 * The two paths at which Vertex AI calls a container of its own choice. They stand for paths of the default model. Immutable.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements">Requirements of custom containers</a>
 */
public final class VertexRoutes {
    /** The variable that Vertex AI sets in a container. */
    public static final String PREDICT = "AIP_PREDICT_ROUTE";

    private static final String HEALTH = "AIP_HEALTH_ROUTE";

    private final List<String> predict;
    private final List<String> health;
    private final ModelName model;

    private VertexRoutes(String predict, String health, ModelName model) {
        this.predict = Request.segments(predict);
        this.health = Request.segments(health);
        this.model = model;
    }

    /**
     * The paths that the environment names.
     *
     * @param model the default model
     * @throws IllegalStateException when there is no default model
     */
    public static VertexRoutes fromEnvironment(Optional<ModelName> model) {
        return new VertexRoutes(
                Environment.require(PREDICT, "the path of predictions"),
                Environment.require(HEALTH, "the path at which Vertex AI asks whether the model can respond"),
                model.orElseThrow(
                        () -> new IllegalStateException("The environment variable DROPFIT_DEFAULT_MODEL is not set;"
                                + " set it to the model that Vertex AI asks at " + PREDICT)));
    }

    /** The segments of the path that a path stands for: most are themselves. */
    public List<String> resolved(List<String> path) {
        if (path.equals(predict)) {
            return List.of("v1", "models", model.value() + ":predict");
        }
        return path.equals(health) ? List.of("v2", "models", model.value(), "ready") : path;
    }
}
