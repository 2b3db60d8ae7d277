package dev.dropfit.core.scoring;

/**
 * Some rows in a row, scored. Each row of the CSV is in exactly one of the two texts.
 *
 * @param predicted the rows with their predictions
 * @param unusable the rows that can't be scored, with their lines and what is wrong
 * @param counts of these rows
 */
public record ScoredRows(CsvBytes predicted, CsvBytes unusable, RowCounts counts) {}
