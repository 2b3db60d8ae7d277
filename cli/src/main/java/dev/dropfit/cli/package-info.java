/**
 * The command {@code dropfit}. {@link dev.dropfit.cli.Dropfit} lists the commands and decides how each of them ends.
 *
 * <p>The commands are in packages by what they work on: {@code up} (the whole system on one machine), {@code file} (check, train, predict)
 * and {@code bucket} (models, rollback, promote, retrain). These share {@code run} (records of training runs) and {@code console} (terminal
 * and files).
 */
@NullMarked
package dev.dropfit.cli;

import org.jspecify.annotations.NullMarked;
