/**
 * Scoring: linear models and trees, and the contributions of their features.
 *
 * <p>A {@link dev.dropfit.core.model.Scorer} is either a {@link dev.dropfit.core.model.score.LinearScorer} or a {@link
 * dev.dropfit.core.model.score.TreeScorer}.
 */
@NullMarked
package dev.dropfit.core.model.score;

import org.jspecify.annotations.NullMarked;
