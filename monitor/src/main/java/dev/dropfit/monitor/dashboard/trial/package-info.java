/**
 * The page that tries the served model. {@link dev.dropfit.monitor.dashboard.trial.TrialPage} makes a form from the schema; the form's fields
 * enter, the prediction with each column's contribution leaves.
 */
@NullMarked
package dev.dropfit.monitor.dashboard.trial;

import org.jspecify.annotations.NullMarked;
