/**
 * The memory of requests. {@link dev.dropfit.predictor.memory.MemoryBudget} is what all requests may use together; each has a {@link
 * dev.dropfit.predictor.memory.RequestMemory}, from which it reserves bytes before it allocates them. What does not fit is a {@link
 * dev.dropfit.predictor.memory.LimitExceededException}. {@link dev.dropfit.predictor.memory.ExplanationBudget} does the same for the time of explanations.
 */
@NullMarked
package dev.dropfit.predictor.memory;

import org.jspecify.annotations.NullMarked;
