/**
 * Storage of datasets and models: named objects with generations, in a folder or in Google Cloud Storage.
 *
 * <p>Start with {@link dev.dropfit.core.bucket.Bucket}, the contract.
 */
@NullMarked
package dev.dropfit.core.bucket;

import org.jspecify.annotations.NullMarked;
