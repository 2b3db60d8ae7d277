/**
 * The commands that work on the data bucket and the model bucket: {@code models}, {@code rollback}, {@code promote} and {@code retrain}.
 *
 * <p>Start with {@link dev.dropfit.cli.bucket.BucketArguments}, which opens the buckets, and {@link
 * dev.dropfit.cli.bucket.ChangeArguments}, which changes the served version.
 */
@NullMarked
package dev.dropfit.cli.bucket;

import org.jspecify.annotations.NullMarked;
