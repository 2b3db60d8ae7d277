/**
 * What the functions agree on. {@link dev.dropfit.core.bucket} keeps objects, {@link dev.dropfit.core.registry} says which, {@link
 * dev.dropfit.core.model} what is in them; {@link dev.dropfit.core.csv} reads tables.
 */
@NullMarked
package dev.dropfit.core;

import org.jspecify.annotations.NullMarked;
