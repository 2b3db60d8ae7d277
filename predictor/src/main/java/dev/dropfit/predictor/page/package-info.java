/**
 * The pages of the predictor for people with a browser: how to use a model, and what there is. A model or a list enters, a response in HTML
 * leaves; start at {@link dev.dropfit.predictor.page.UsePage}. Pages have no scripts. Loaded only for a request that prefers HTML.
 */
@NullMarked
package dev.dropfit.predictor.page;

import org.jspecify.annotations.NullMarked;
