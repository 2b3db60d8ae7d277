/** Tests of the deployed jars. {@code FunctionJarsTest} checks their contents, {@code FunctionJarsRunTest} starts them. */
@NullMarked
package dev.dropfit.deploy;

import org.jspecify.annotations.NullMarked;
