package dev.dropfit.predictor;

import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.ModelName;
import java.time.Instant;
import java.util.Optional;

/**
 * A model that is being served.
 *
 * @param name what it is called
 * @param model what it predicts with
 * @param version the model's
 * @param format what its rows are made of
 * @param generation the generation of the object that it was read from
 * @param promoted when latest became it; empty for a model of the archive
 */
record Served(
        ModelName name, Model model, String version, RowFormat format, long generation, Optional<Instant> promoted) {
    Served(ModelName name, Model model, long generation, Optional<Instant> promoted) {
        this(name, model, model.version(), new RowFormat(model.pipeline()), generation, promoted);
    }
}
