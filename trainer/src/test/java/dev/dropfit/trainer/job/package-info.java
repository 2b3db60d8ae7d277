/** Tests of how jobs are started. */
@NullMarked
package dev.dropfit.trainer.job;

import org.jspecify.annotations.NullMarked;
