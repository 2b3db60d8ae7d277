package dev.dropfit.core.csv;

import dev.dropfit.core.Figures;
import java.util.ArrayList;
import java.util.List;

/** The rows of a table with another number of cells than its header. Says what they have in common. Not thread-safe. */
final class UnequalRows {
    /** More rows are one problem. */
    private static final int MAX_SINGLE = 3;

    private final LineCount lines = new LineCount();
    private final List<TableEnd.Wrong> first = new ArrayList<>();
    private int fewest = Integer.MAX_VALUE;
    private int most;

    void add(TableEnd.Wrong row) {
        lines.add(row.line());
        fewest = Math.min(fewest, row.cells());
        most = Math.max(most, row.cells());
        if (first.size() < MAX_SINGLE) {
            first.add(row);
        }
    }

    /** What is wrong with a row. */
    static String found(TableEnd.Wrong row, int columns, boolean hasHeader) {
        return "found " + cells(row.cells()) + (hasHeader ? ", the header has " : ", the other rows have ") + columns;
    }

    /**
     * Adds what is to be mended.
     *
     * @param rows the number of rows with the right number of cells
     */
    void addTo(Problems problems, long rows, int columns, boolean hasHeader) {
        if (lines.count() <= MAX_SINGLE && (rows > 0 || lines.count() < 2)) {
            for (TableEnd.Wrong row : first) {
                problems.add(new Problem(
                        row.line(), null, found(row, columns, hasHeader) + "; " + fix(row.cells(), columns, row)));
            }
        } else if (lines.count() > 0) {
            problems.add(new Problem(first.get(0).line(), null, summary(rows, columns, hasHeader)));
        }
    }

    private String summary(long rows, int columns, boolean hasHeader) {
        String range = fewest == most ? cells(most) : fewest + " to " + most + " cells";
        if (hasHeader && rows == 0) {
            return "the header has " + (columns == 1 ? "1 name" : columns + " names")
                    + ", but no row has as many cells: the rows have " + range
                    + "; give each column a name in the header, and each row a cell for each name";
        }
        if (lines.count() > rows && fewest != most) {
            return Figures.count(lines.count()) + " of " + Figures.count(lines.count() + rows)
                    + " rows have another number of cells than the first one, which has " + columns + ": they have "
                    + range
                    + ". A dataset has the same columns in all rows; if the lines are lists, write a column for each"
                    + " thing that may be in a list, with 1 or 0";
        }
        String rest = columns + " (" + lines.where() + "); ";
        if (fewest == most) {
            return Figures.rows(lines.count()) + " have " + range
                    + (hasHeader ? ", but the header has " : ", but the other rows have ") + rest
                    + fix(most, columns, first.get(0));
        }
        return Figures.rows(lines.count())
                + " have another number of cells than "
                + (hasHeader ? "the header, which has " : "the other rows, which have ") + rest
                + "look for separators inside cells without quotes, or for missing cells";
    }

    private static String fix(int cells, int columns, TableEnd.Wrong row) {
        if (row.lastLine() > row.line()) {
            return "a cell goes on to line " + row.lastLine()
                    + ", because of a quote (\") on this line; if the cell does not end there, add the missing quote";
        }
        return cells < columns
                ? "add the missing cells, empty where a value is not known"
                : "put each cell that contains the separator in double quotes";
    }

    private static String cells(int count) {
        return count == 1 ? "1 cell" : count + " cells";
    }
}
