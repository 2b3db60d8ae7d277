/**
 * What an operator sees of requests. A {@link dev.dropfit.predictor.observe.Tally} collects it while a request is handled; {@link
 * dev.dropfit.predictor.observe.Metrics} counts it for Prometheus, {@link dev.dropfit.predictor.observe.RequestLog} writes it as one line
 * of JSON.
 */
@NullMarked
package dev.dropfit.predictor.observe;

import org.jspecify.annotations.NullMarked;
