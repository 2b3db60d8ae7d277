/**
 * The commands that work on files and need no bucket: {@code check}, {@code train} and {@code predict}.
 *
 * <p>A CSV and its settings enter; a description, a model file or a CSV with predictions leaves. Start with {@link
 * dev.dropfit.cli.file.TrainCommand}.
 */
@NullMarked
package dev.dropfit.cli.file;

import org.jspecify.annotations.NullMarked;
