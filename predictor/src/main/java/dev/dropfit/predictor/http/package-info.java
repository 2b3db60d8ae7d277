/**
 * A request and its response, as the rest of the predictor sees HTTP: {@link dev.dropfit.predictor.http.Request}, {@link
 * dev.dropfit.predictor.http.Response}, and {@link dev.dropfit.predictor.http.RequestException} for requests that HTTP has a status for.
 * {@link dev.dropfit.predictor.http.HttpRequestBody} reads the body of a real request, up to a limit.
 */
@NullMarked
package dev.dropfit.predictor.http;

import org.jspecify.annotations.NullMarked;
