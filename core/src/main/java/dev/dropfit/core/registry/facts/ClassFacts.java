package dev.dropfit.core.registry.facts;

/**
 * How well a model predicts one class.
 *
 * @param name the class's display name
 * @param rows how many rows have the class
 * @param precision the share of the rows predicted as this class that have it; NaN when none are
 * @param recall the share of its rows that are predicted as this class; NaN when it has none
 * @param f1 the harmonic mean of the two; NaN when no row has the class or is predicted as it
 * @param curve its rows against all others; none for the other one of two classes, whose curve is the same reversed
 */
public record ClassFacts(String name, int rows, Estimate precision, Estimate recall, Estimate f1, ClassCurve curve) {}
