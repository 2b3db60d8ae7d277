/** A dataset in memory: compact columns of its rows, and the place of each row. Start at {@link dev.dropfit.trainer.table.Table}. */
@NullMarked
package dev.dropfit.trainer.table;

import org.jspecify.annotations.NullMarked;
