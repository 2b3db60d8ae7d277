package dev.dropfit.predictor;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.ModelName;
import java.time.Instant;

/**
 * A model that is being served.
 *
 * @param name what it is called
 * @param model what it predicts with
 * @param generation latest's generation that it was read from
 * @param promoted when that was written
 */
record Served(ModelName name, Model model, long generation, Instant promoted) {}
