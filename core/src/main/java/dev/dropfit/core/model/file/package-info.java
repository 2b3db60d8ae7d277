/**
 * The model file: bytes come in, a {@link dev.dropfit.core.model.Model} goes out, and the other way round.
 *
 * <p>{@link dev.dropfit.core.model.file.ModelFile} is the zip. {@code model.tribuo} in it is read from its protocol buffer messages,
 * without Tribuo.
 */
@NullMarked
package dev.dropfit.core.model.file;

import org.jspecify.annotations.NullMarked;
