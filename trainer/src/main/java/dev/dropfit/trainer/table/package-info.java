/**
 * A dataset in memory: reads CSV into compact columns and infers their kinds.
 *
 * <p>{@link dev.dropfit.trainer.table.TableReader} reads a {@link dev.dropfit.trainer.table.Table}; {@link
 * dev.dropfit.trainer.table.SchemaInference} infers its {@link dev.dropfit.trainer.table.Schema} from the table and the settings.
 */
@NullMarked
package dev.dropfit.trainer.table;

import org.jspecify.annotations.NullMarked;
