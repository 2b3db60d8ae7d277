/**
 * The model bucket: what is served, the archive, and the records of runs and of promotions.
 *
 * <p>Start with {@link dev.dropfit.core.registry.Registry}, which reads and writes its objects. {@link
 * dev.dropfit.core.registry.RunRecord} is what a run's record says. {@link dev.dropfit.core.registry.Publication} takes a run's outcome and
 * archives, records and serves it; {@link dev.dropfit.core.registry.ManualChange} is a person's rollback or promotion.
 */
@NullMarked
package dev.dropfit.core.registry;

import org.jspecify.annotations.NullMarked;
