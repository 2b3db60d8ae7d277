/**
 * The protocols. A {@link dev.dropfit.predictor.http.Request} enters {@link dev.dropfit.predictor.dialect.Router}, a {@link
 * dev.dropfit.predictor.http.Response} leaves. Each {@link dev.dropfit.predictor.dialect.Dialect} declares its {@link
 * dev.dropfit.predictor.dialect.Route}s and responds to them; {@link dev.dropfit.predictor.dialect.Routes} is the table of all routes, from
 * which {@link dev.dropfit.predictor.dialect.OpenApi} is made too. Only the router knows the dialects.
 *
 * <p>To add a route: a constant, its entry in {@code routes()} and its case in {@code respond} of the dialect, and a line in the README.
 */
@NullMarked
package dev.dropfit.predictor.dialect;

import org.jspecify.annotations.NullMarked;
