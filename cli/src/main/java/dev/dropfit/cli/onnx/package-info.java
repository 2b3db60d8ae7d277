/**
 * A model as an ONNX graph, for programs that predict without Dropfit. In: a {@link dev.dropfit.core.model.Model}. Out: the bytes of an ONNX
 * file. Start with {@link dev.dropfit.cli.onnx.OnnxModel}.
 */
@NullMarked
package dev.dropfit.cli.onnx;

import org.jspecify.annotations.NullMarked;
