/**
 * The page that tries the served model. {@link dev.dropfit.monitor.dashboard.tryit.TryPage} makes a form from the schema; the form's fields
 * enter, the prediction with each column's contribution leaves.
 */
@NullMarked
package dev.dropfit.monitor.dashboard.tryit;

import org.jspecify.annotations.NullMarked;
