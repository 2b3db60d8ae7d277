package dev.dropfit.predictor.serve;

import dev.dropfit.core.registry.Trial;

/**
 * A version that is tried next to the served one, in memory.
 *
 * @param trial what is tried, and how
 */
public record TriedModel(Trial trial, ServedModel model) {}
