/**
 * Tries a version on live traffic next to the served one. A request enters {@link dev.dropfit.predictor.trial.TriedRequest}, which chooses the version that answers
 * it; after its response, {@link dev.dropfit.predictor.trial.Comparisons} has the other version predict the same rows in the background, and counts how far
 * apart both are. Nothing here is used if live traffic is not counted.
 */
@NullMarked
package dev.dropfit.predictor.trial;

import org.jspecify.annotations.NullMarked;
