package dev.dropfit.predictor.json;

/**
 * The limits of a JSON text.
 *
 * @param depth the maximum number of objects and arrays within one another
 * @param stringLength the maximum number of characters of a string or number
 */
public record JsonLimits(int depth, int stringLength) {}
