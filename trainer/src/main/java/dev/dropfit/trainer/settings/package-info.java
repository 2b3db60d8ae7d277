/**
 * What a user may say about a dataset, in {@code dropfit.json} beside it.
 *
 * <p>{@link dev.dropfit.trainer.settings.Settings} is what was said, {@link dev.dropfit.trainer.settings.SettingsReader} how it is read.
 */
@NullMarked
package dev.dropfit.trainer.settings;

import org.jspecify.annotations.NullMarked;
