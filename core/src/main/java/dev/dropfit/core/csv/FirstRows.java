package dev.dropfit.core.csv;

import java.util.List;

/**
 * Some of the first rows of a table, after the header: enough to see what a column has.
 *
 * @param rows their cells, those of the columns first; a row may have fewer or more
 * @param all whether the table has no other rows
 */
public record FirstRows(List<List<String>> rows, boolean all) {
    /** Nothing is known about the rows. */
    public static final FirstRows NONE = new FirstRows(List.of(), false);

    public FirstRows {
        rows = List.copyOf(rows);
    }

    /** The rows without their first cells. */
    FirstRows without(int cells) {
        return new FirstRows(
                rows.stream()
                        .map(row -> row.subList(Math.min(cells, row.size()), row.size()))
                        .toList(),
                all);
    }
}
