package dev.dropfit.core.model;

import com.google.gson.JsonObject;

/**
 * A model that can be served.
 *
 * @param pipeline defines the meaning of a row
 * @param scorer scores a row
 * @param metrics the record of the model, as {@code metrics.json} in its file: version, learner, evaluation on the holdout. Do not change
 *     it
 */
public record Model(Pipeline pipeline, Scorer scorer, JsonObject metrics) {
    /** The version of the run that created the model. */
    public String version() {
        return metrics.get("version").getAsString();
    }

    /** The same model for rows that were predicted before, which are not counted again. */
    public Model withoutCounting() {
        Scorer plain = scorer.withoutCounting();
        return plain == scorer ? this : new Model(pipeline, plain, metrics);
    }

    /** The number of scores of a row: one per class, or one. */
    public int outputs() {
        return pipeline.target() instanceof Target.Classes classes ? classes.size() : 1;
    }

    /** The heap memory of this model, in bytes, about: what keeping it takes. Goes through all of it. */
    public long heapBytes() {
        return pipeline.heapBytes() + scorer.heapBytes() + HeapSize.json(metrics);
    }
}
