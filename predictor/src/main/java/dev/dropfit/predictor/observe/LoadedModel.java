package dev.dropfit.predictor.observe;

import dev.dropfit.core.registry.ModelName;
import java.time.Instant;
import java.util.Optional;

/**
 * A model in memory, as metrics name it.
 *
 * @param promoted when the version became latest, if it is known
 */
public record LoadedModel(ModelName name, String version, Optional<Instant> promoted) {}
