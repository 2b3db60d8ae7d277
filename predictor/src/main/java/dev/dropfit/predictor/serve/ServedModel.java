package dev.dropfit.predictor.serve;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.live.PredictionIds;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that is served.
 *
 * @param name the model's name
 * @param model predicts
 * @param version the model's version
 * @param format the fields of its rows
 * @param generation the generation of the object from which it was read
 * @param promoted when it became latest; empty for a model of the archive
 * @param heapBytes the heap memory that it takes, in bytes, about
 * @param text what all its predictions have in common
 * @param ids the ids of its predictions
 * @param tried the version that is tried next to it; null if there is none
 */
public record ServedModel(
        ModelName name,
        Model model,
        String version,
        RowFormat format,
        long generation,
        Optional<Instant> promoted,
        long heapBytes,
        PredictionText text,
        PredictionIds ids,
        @Nullable TriedModel tried) {
    /** A model whose predictions are not stored. */
    public ServedModel(ModelName name, Model model, long generation, Optional<Instant> promoted) {
        this(name, model, new PredictionIds(model), generation, promoted);
    }

    /** A model that nothing is tried next to. */
    ServedModel(ModelName name, Model model, PredictionIds ids, long generation, Optional<Instant> promoted) {
        this(
                name,
                model,
                model.version(),
                new RowFormat(model),
                generation,
                promoted,
                model.heapBytes(),
                new PredictionText(name, model.pipeline()),
                ids,
                null);
    }

    /** The same model, for rows in which what training has not seen is an error. */
    public ServedModel strict() {
        return new ServedModel(
                name, model, version, format.strict(), generation, promoted, heapBytes, text, ids, tried);
    }

    /** The same model with the version that is tried next to it. */
    ServedModel with(@Nullable TriedModel other) {
        return new ServedModel(name, model, version, format, generation, promoted, heapBytes, text, ids, other);
    }

    /** The same model with another scorer, which does the same. */
    public ServedModel scoredBy(Scorer scorer) {
        Model same = new Model(model.pipeline(), scorer, model.metrics());
        return new ServedModel(name, same, version, format, generation, promoted, heapBytes, text, ids, tried);
    }

    /** The same model with other ids of its predictions. */
    public ServedModel with(PredictionIds others) {
        return new ServedModel(name, model, version, format, generation, promoted, heapBytes, text, others, tried);
    }
}
