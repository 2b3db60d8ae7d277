/**
 * The models that are served. A model's name, and perhaps a version, enters {@link dev.dropfit.predictor.serve.Catalog}; a {@link
 * dev.dropfit.predictor.serve.ServedModel} leaves. {@link dev.dropfit.predictor.serve.ServedModels} keeps the latest versions in memory and
 * replaces them, {@link dev.dropfit.predictor.serve.ArchivedModels} reads versions of the archive. Both read with {@link
 * dev.dropfit.predictor.serve.SharedWork}, so that storage never holds the thread of a request, and count what they keep in {@link
 * dev.dropfit.predictor.serve.ModelMemory}. Knows nothing of HTTP.
 */
@NullMarked
package dev.dropfit.predictor.serve;

import org.jspecify.annotations.NullMarked;
