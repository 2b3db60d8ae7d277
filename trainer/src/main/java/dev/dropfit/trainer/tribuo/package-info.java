/**
 * The model as Tribuo writes it: a pipeline and a scorer come in, {@code model.tribuo} goes out.
 *
 * <p>Start with {@link dev.dropfit.trainer.tribuo.TribuoWriter}. Linear models become a {@code LinearSGDModel}, trees an {@code
 * XGBoostModel}. The predictor reads these files without Tribuo, in {@code dev.dropfit.core.model.file}.
 */
@NullMarked
package dev.dropfit.trainer.tribuo;

import org.jspecify.annotations.NullMarked;
