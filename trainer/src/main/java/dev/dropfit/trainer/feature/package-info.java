/**
 * From columns to what a model learns from. {@link dev.dropfit.trainer.feature.FeatureFitter} fits medians, scales, levels and terms to the
 * training rows; {@link dev.dropfit.trainer.feature.FeatureTable} decodes the rows; {@link dev.dropfit.trainer.feature.ModelSize} says how
 * large a model becomes.
 */
@NullMarked
package dev.dropfit.trainer.feature;

import org.jspecify.annotations.NullMarked;
