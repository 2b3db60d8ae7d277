/**
 * What the columns of a table are for: the label and its task, the kind of each other column, what its owner should know. Start at
 * {@link dev.dropfit.trainer.schema.SchemaInference}, which infers the {@link dev.dropfit.trainer.schema.Schema}.
 */
@NullMarked
package dev.dropfit.trainer.schema;

import org.jspecify.annotations.NullMarked;
