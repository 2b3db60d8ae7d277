/**
 * Excel workbooks (.xlsx) as CSV, for the commands and the page. In: a file. Out: one of its sheets as a stream of CSV, and notes about what was
 * read. Start with {@link dev.dropfit.cli.workbook.Workbook}.
 */
@NullMarked
package dev.dropfit.cli.workbook;

import org.jspecify.annotations.NullMarked;
