/**
 * The settings of a user for a model, in {@code dropfit.json} next to the dataset.
 *
 * <p>{@link dev.dropfit.trainer.settings.SettingsReader} reads {@link dev.dropfit.trainer.settings.Settings}.
 */
@NullMarked
package dev.dropfit.trainer.settings;

import org.jspecify.annotations.NullMarked;
