/**
 * Shared by all functions. {@link dev.dropfit.core.bucket} stores objects, {@link dev.dropfit.core.registry} manages versions and run
 * records, {@link dev.dropfit.core.model} is the model, and {@link dev.dropfit.core.csv} reads tables.
 */
@NullMarked
package dev.dropfit.core;

import org.jspecify.annotations.NullMarked;
