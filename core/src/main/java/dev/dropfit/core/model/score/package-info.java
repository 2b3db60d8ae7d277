/**
 * How a row is scored: linear models and trees, and the contributions of their features.
 *
 * <p>{@link dev.dropfit.core.model.score.LinearScorer} and {@link dev.dropfit.core.model.score.TreeScorer} are the {@link
 * dev.dropfit.core.model.Scorer}s there are.
 */
@NullMarked
package dev.dropfit.core.model.score;

import org.jspecify.annotations.NullMarked;
