/**
 * Free text to terms: words, pairs of neighbouring words and pieces of words, without regard to case.
 *
 * <p>A text enters {@link dev.dropfit.core.text.TextScanner}, which reports each term by its hash. {@link dev.dropfit.core.text.TextEncoder}
 * turns a text into the weights of the terms that a model knows (TF-IDF). Training and prediction use the same code.
 */
@NullMarked
package dev.dropfit.core.text;

import org.jspecify.annotations.NullMarked;
