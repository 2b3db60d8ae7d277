/**
 * The model file: reads and writes a {@link dev.dropfit.core.model.Model} as bytes.
 *
 * <p>{@link dev.dropfit.core.model.file.ModelFile} is the zip. Its {@code model.tribuo} is parsed as protocol buffer messages, without
 * Tribuo.
 */
@NullMarked
package dev.dropfit.core.model.file;

import org.jspecify.annotations.NullMarked;
