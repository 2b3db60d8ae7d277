/**
 * Scoring: linear models and trees, and the contributions of their features.
 *
 * <p>A {@link dev.dropfit.core.model.Scorer} is a {@link dev.dropfit.core.model.score.LinearScorer}, a {@link
 * dev.dropfit.core.model.score.TreeScorer}, or a {@link dev.dropfit.core.model.score.BlendScorer} of both.
 */
@NullMarked
package dev.dropfit.core.model.score;

import org.jspecify.annotations.NullMarked;
