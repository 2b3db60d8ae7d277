/**
 * A dataset in memory: CSV comes in, compact columns and what they mean go out.
 *
 * <p>{@link dev.dropfit.trainer.table.TableReader} reads a {@link dev.dropfit.trainer.table.Table}; {@link
 * dev.dropfit.trainer.table.SchemaInference} tells from it and the settings what is to be predicted from what, a {@link
 * dev.dropfit.trainer.table.Schema}.
 */
@NullMarked
package dev.dropfit.trainer.table;

import org.jspecify.annotations.NullMarked;
