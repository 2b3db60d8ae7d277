/**
 * How to use a model: what a person or a program needs to send rows to the predictor. A model's pipeline enters; an example row, text to copy
 * and types for clients leave. Start at {@link dev.dropfit.core.use.ExampleRow}. Nothing here runs on the way of a prediction.
 */
@NullMarked
package dev.dropfit.core.use;

import org.jspecify.annotations.NullMarked;
