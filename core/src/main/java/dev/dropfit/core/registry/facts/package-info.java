/**
 * The facts that a run's record holds, as plain data: of the dataset, of the model, and of how good the model is.
 *
 * <p>The trainer fills them in, every other module reads them. Start with {@link dev.dropfit.core.registry.RunRecord}, which puts them
 * together and is the only one to know their JSON.
 */
@NullMarked
package dev.dropfit.core.registry.facts;

import org.jspecify.annotations.NullMarked;
