/**
 * Parsing CSV into cells, and the meaning of a cell's text.
 *
 * <p>Start with {@link dev.dropfit.core.csv.CsvParser}: bytes come in, cells go to a {@link dev.dropfit.core.csv.RowSink}, and notes say
 * how a file was read that is not plain CSV. The first lines show the layout ({@link dev.dropfit.core.csv.LayoutSniffer}: separator,
 * preamble, header, names of rows); then {@link dev.dropfit.core.csv.CsvText} decodes, {@link dev.dropfit.core.csv.CsvScanner} splits
 * and {@link dev.dropfit.core.csv.RowAssembler} checks the rows in one pass. {@link dev.dropfit.core.csv.Values} decides which texts are
 * missing values, which are numbers and which are the same category. Training and prediction share it, so they always agree.
 */
@NullMarked
package dev.dropfit.core.csv;

import org.jspecify.annotations.NullMarked;
