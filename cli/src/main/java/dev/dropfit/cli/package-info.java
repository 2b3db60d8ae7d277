/**
 * The command {@code dropfit}: the whole system on one machine, and the commands of daily use.
 *
 * <p>Start with {@link dev.dropfit.cli.Dropfit}, which names the commands. {@code up} runs the real functions under the real Functions
 * Framework: {@link dev.dropfit.cli.DropWatcher} sees what is dropped, {@link dev.dropfit.cli.Deliveries} tells the trainer, {@link
 * dev.dropfit.cli.RunReport} says what came of it. The other commands take files and need no bucket.
 */
@NullMarked
package dev.dropfit.cli;

import org.jspecify.annotations.NullMarked;
