/**
 * Writes a pipeline and a scorer as {@code model.tribuo}, the format of Tribuo.
 *
 * <p>Start with {@link dev.dropfit.trainer.tribuo.TribuoWriter}. Linear models become a {@code LinearSGDModel}, trees an {@code
 * XGBoostModel}. The predictor reads these files without Tribuo, in {@code dev.dropfit.core.model.file}.
 */
@NullMarked
package dev.dropfit.trainer.tribuo;

import org.jspecify.annotations.NullMarked;
