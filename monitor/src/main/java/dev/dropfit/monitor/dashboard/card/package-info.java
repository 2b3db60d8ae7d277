/**
 * The model card: what a version is, how good it is and where it is not, as one file that can be sent, archived and printed.
 *
 * <p>A {@link dev.dropfit.core.registry.RunRecord} enters {@link dev.dropfit.monitor.dashboard.card.ModelCard}, HTML leaves it. Every figure is
 * from the record, so the same record gives the same bytes.
 */
@NullMarked
package dev.dropfit.monitor.dashboard.card;

import org.jspecify.annotations.NullMarked;
