package dev.dropfit.core.model;

import com.google.gson.JsonObject;

/**
 * A model that can be served.
 *
 * @param pipeline what a row means
 * @param scorer what it is worth
 * @param metrics the model's own record, as {@code metrics.json} in its file: version, learner, the evaluation on its holdout. Not to be
 *     changed
 */
public record Model(Pipeline pipeline, Scorer scorer, JsonObject metrics) {
    /** The version of the run that made it. */
    public String version() {
        return metrics.get("version").getAsString();
    }

    /** How many scores a row gets: one per class, or one. */
    public int outputs() {
        return pipeline.target() instanceof Target.Classes classes ? classes.size() : 1;
    }
}
