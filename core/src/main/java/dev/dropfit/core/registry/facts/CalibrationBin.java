package dev.dropfit.core.registry.facts;

/**
 * The predictions whose probability is in one tenth of the range from 0 to 1; for more than two classes, those of the predicted class.
 *
 * @param predicted the mean probability
 * @param observed the share of rows of which the prediction was true
 * @param rows how many there are, at least 1
 */
public record CalibrationBin(double predicted, double observed, int rows) {}
