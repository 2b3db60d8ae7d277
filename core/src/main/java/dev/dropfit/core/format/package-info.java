/**
 * How people write numbers, dates and missing values: {@code $1,234.50}, {@code 13.05.2024}, {@code n.a.}
 *
 * <p>The trainer finds the {@link dev.dropfit.core.format.Notation} of each column and stores it in the model file as a {@link
 * dev.dropfit.core.format.ColumnFormat}. Training and prediction read cells with the same notation, so they always agree. Texts come in,
 * numbers and times go out. Start with {@code Notation}.
 */
@NullMarked
package dev.dropfit.core.format;

import org.jspecify.annotations.NullMarked;
