package dev.dropfit.core.csv;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Rows after the header that are headers too, such as labels and units. */
final class MoreHeaders {
    private static final int MIN_ROWS_AFTER_HEADERS = 5;
    private static final int MAX_MORE_HEADERS = 3;
    private static final int MAX_NUMBERED = 6;

    /** The kinds of columns in the second line of the files of Orange. */
    private static final Set<String> ORANGE_KINDS = Set.of(
            "c", "d", "s", "t", "n", "continuous", "discrete", "string", "time", "numeric", "categorical", "text");

    /** What columns are for, in the third one. */
    private static final Set<String> ORANGE_USES = Set.of("class", "meta", "ignore", "i", "weight");

    private final SampleRows rows;

    MoreHeaders(SampleRows rows) {
        this.rows = rows;
    }

    /** Whether the header only numbers or groups the columns, and the row after it has their names. */
    boolean areNamesAfter(int header) {
        boolean numbered = isNumbered(rows.get(header))
                && rows.get(header + 1).filled() == rows.get(header + 1).length();
        return numbered || isGrouped(rows.get(header), rows.get(header + 1));
    }

    /**
     * The number of rows after the header that are headers too, such as labels and units. They are looked at together, because each
     * of them has texts above what the rows after all of them have.
     */
    int after(int header) {
        if (areOfOrange(header)) {
            return 2;
        }
        for (int count = MAX_MORE_HEADERS; count > 0; count--) {
            int end = header + 1 + count;
            if (IntStream.range(header + 1, end).allMatch(row -> isSecondHeader(row, end))) {
                return count;
            }
        }
        return 0;
    }

    /** Whether a row has the kinds of the columns, or lists of their values, and the next one what some columns are for. */
    private boolean areOfOrange(int header) {
        if (header + 3 >= rows.size()) {
            return false;
        }
        SampleRow kinds = rows.get(header + 1);
        SampleRow uses = rows.get(header + 2);
        long known = kinds.cells().stream().filter(ORANGE_KINDS::contains).count();
        List<String> used =
                uses.cells().stream().filter(cell -> !cell.isEmpty()).toList();
        return kinds.filled() == rows.get(header).length()
                && 3 * known >= kinds.length()
                && !used.isEmpty()
                && ORANGE_USES.containsAll(used);
    }

    /**
     * Whether a row is a second header: texts above numbers or dates, in two columns at least, or in one if others that have them are empty.
     *
     * @param first the first of the rows that decide what a column has
     */
    private boolean isSecondHeader(int i, int first) {
        if (first + MIN_ROWS_AFTER_HEADERS > rows.size() || rows.get(i).length() < rows.used()) {
            return false;
        }
        int texts = 0;
        int empty = 0;
        for (int column = 0; column < rows.used(); column++) {
            int values = 0;
            int others = 0;
            for (SampleRow row : rows.all().subList(first, rows.size())) {
                CellKind kind = CellKind.of(row.cell(column));
                values += kind == CellKind.NUMBER || kind == CellKind.DATE ? 1 : 0;
                others += kind == CellKind.TEXT ? 1 : 0;
            }
            CellKind kind = CellKind.of(rows.get(i).cell(column));
            if (values > 0 && others == 0) {
                if (kind == CellKind.NUMBER || kind == CellKind.DATE) {
                    return false;
                }
                texts += kind == CellKind.TEXT ? 1 : 0;
                empty += kind == CellKind.MISSING ? 1 : 0;
            }
        }
        // The answers of a survey are above the columns of one question only; the other columns have nothing there.
        return texts >= 2 || (texts == 1 && empty >= 2);
    }

    /** Whether a name is next to itself, as where columns are grouped ({@code person, person, money}), and the names after it differ. */
    private static boolean isGrouped(SampleRow groups, SampleRow names) {
        Set<String> different = new HashSet<>();
        boolean grouped = false;
        for (int column = 0; column < names.end(); column++) {
            if (!names.cell(column).isEmpty() && !different.add(names.cell(column))) {
                return false;
            }
            grouped |= column > 0
                    && column < groups.end()
                    && !groups.cell(column).isEmpty()
                    && groups.cell(column).equals(groups.cell(column - 1));
        }
        return grouped;
    }

    private static boolean isNumbered(SampleRow header) {
        for (int column = 0; column < header.end(); column++) {
            String name = header.cell(column);
            boolean numbered = name.length() <= MAX_NUMBERED
                    && name.chars().skip(1).allMatch(c -> (c >= '0' && c <= '9') || c == '_');
            if (!name.isEmpty() && !numbered) {
                return false;
            }
        }
        return true;
    }
}
