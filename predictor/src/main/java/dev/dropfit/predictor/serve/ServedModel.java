package dev.dropfit.predictor.serve;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.registry.ModelName;
import java.time.Instant;
import java.util.Optional;

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
 */
public record ServedModel(
        ModelName name,
        Model model,
        String version,
        RowFormat format,
        long generation,
        Optional<Instant> promoted,
        long heapBytes) {
    public ServedModel(ModelName name, Model model, long generation, Optional<Instant> promoted) {
        this(name, model, model.version(), new RowFormat(model), generation, promoted, model.heapBytes());
    }

    /** The same model, for rows in which what training has not seen is an error. */
    public ServedModel strict() {
        return new ServedModel(name, model, version, format.strict(), generation, promoted, heapBytes);
    }
}
