/**
 * What every command uses to talk to a person and to write files: lines and tables on a terminal, failures in one line, files that are
 * replaced whole.
 *
 * <p>Text and content enter; printable lines and complete files leave. Nothing here knows datasets, models or buckets. Start with {@link
 * dev.dropfit.cli.console.Console}.
 */
@NullMarked
package dev.dropfit.cli.console;

import org.jspecify.annotations.NullMarked;
