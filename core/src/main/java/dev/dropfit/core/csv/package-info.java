/**
 * How a CSV becomes cells, and what the text of a cell means.
 *
 * <p>Start with {@link dev.dropfit.core.csv.CsvParser}: bytes come in, cells go to a {@link
 * dev.dropfit.core.csv.RowSink}. {@link dev.dropfit.core.csv.Values} says which texts are missing values, which are numbers and
 * which are the same category; training and prediction share it, so that they never disagree.
 */
@NullMarked
package dev.dropfit.core.csv;

import org.jspecify.annotations.NullMarked;
