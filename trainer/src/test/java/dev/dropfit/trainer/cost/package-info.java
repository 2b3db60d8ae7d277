/**
 * What training costs: {@link dev.dropfit.trainer.cost.Shape} generates datasets of a shape, {@link dev.dropfit.trainer.cost.ShapeTrainer} trains
 * on one in a process of its own and prints what that took, and the tests compare it with the estimate.
 */
@NullMarked
package dev.dropfit.trainer.cost;

import org.jspecify.annotations.NullMarked;
