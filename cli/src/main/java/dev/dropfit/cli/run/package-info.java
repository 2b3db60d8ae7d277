/**
 * Training runs as a person follows them: find the run of a dropped object in the model bucket, wait for it, report its verdict.
 *
 * <p>Records from the model bucket enter; lines and tables leave. Nothing here writes to a bucket. Start with {@link
 * dev.dropfit.cli.run.RunReport}.
 */
@NullMarked
package dev.dropfit.cli.run;

import org.jspecify.annotations.NullMarked;
