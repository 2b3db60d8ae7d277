/** Tests of the functions' jars as they are deployed. {@code FunctionJarsTest} looks inside, {@code FunctionJarsRunTest} starts them. */
@NullMarked
package dev.dropfit.deploy;

import org.jspecify.annotations.NullMarked;
