package dev.dropfit.core.registry;

/**
 * Which run it is.
 *
 * @param inputs the generations that it is on; they order runs, also where versions do not
 */
public record RunId(ModelName model, Version version, Inputs inputs) {}
