/**
 * What is kept of models, and under which names.
 *
 * <p>Start with {@link dev.dropfit.core.registry.Registry}: the model bucket by meaning. {@link
 * dev.dropfit.core.registry.ModelName} and {@link dev.dropfit.core.registry.Version} are the parts that its objects' names are made of.
 */
@NullMarked
package dev.dropfit.core.registry;

import org.jspecify.annotations.NullMarked;
