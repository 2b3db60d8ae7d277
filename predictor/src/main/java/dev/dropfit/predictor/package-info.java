/**
 * Model to predictions. An HTTP request enters at {@link dev.dropfit.predictor.PredictFunction}. Every request goes the same way: {@code
 * dialect} finds its route, {@code serve} its model; {@code row} decodes and checks its rows, with {@code json} or CSV; {@code predict}
 * writes what the model predicts. {@code observe} counts and logs it.
 */
@NullMarked
package dev.dropfit.predictor;

import org.jspecify.annotations.NullMarked;
