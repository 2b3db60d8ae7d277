/**
 * From a CSV stream to a {@link dev.dropfit.trainer.table.Table}. Start at {@link dev.dropfit.trainer.read.TableReader}; {@link
 * dev.dropfit.trainer.read.HeapBudget} rejects a file early that will not fit into memory.
 */
@NullMarked
package dev.dropfit.trainer.read;

import org.jspecify.annotations.NullMarked;
