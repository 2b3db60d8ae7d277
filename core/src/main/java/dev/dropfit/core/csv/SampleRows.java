package dev.dropfit.core.csv;

import dev.dropfit.core.csv.HeaderEvidence.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of the beginning of a file, and where the table begins among them. */
final class SampleRows {
    private static final int MIN_HALVED_ROWS = 5;
    private static final double MIN_HALVED_SHARE = 0.9;
    private static final int MAX_PREAMBLE = 60;
    private static final int MIN_ROW_NAMES = 5;

    private final List<SampleRow> rows;
    private final boolean whole;
    /** The most frequent number of cells. */
    private final int width;
    /** The number of columns with values. */
    private final int used;

    /**
     * @param rows at least one
     * @param whole whether the file has no other rows
     */
    SampleRows(List<SampleRow> rows, boolean whole) {
        this.rows = rows;
        this.whole = whole;
        width = Separators.width(rows);
        int end = 0;
        // The first row of this width may be the header.
        boolean header = rows.size() > 1;
        for (SampleRow row : rows) {
            if (row.length() == width) {
                end = header ? end : Math.max(end, row.end());
                header = false;
            }
        }
        used = end == 0 ? Math.max(1, rows.get(0).end()) : end;
    }

    List<SampleRow> all() {
        return rows;
    }

    /** Whether these are all rows of the file. */
    boolean areWhole() {
        return whole;
    }

    SampleRow get(int i) {
        return rows.get(i);
    }

    int size() {
        return rows.size();
    }

    /** The most frequent number of cells. */
    int width() {
        return width;
    }

    /** The number of columns with values. */
    int used() {
        return used;
    }

    /** The first row that is long enough for a header or a row of data. */
    int first() {
        for (int i = 0; i < Math.min(rows.size(), MAX_PREAMBLE); i++) {
            if (isLong(i)
                    && !(isShort(i) && isBeforeHeader(i))
                    && !isBeforeBlankAndHeader(i)
                    && !isGappedBeforeHeader(i)) {
                return i;
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).length() == width) {
                return i;
            }
        }
        return 0;
    }

    /** Whether the next row that is not short is a header. */
    private boolean isBeforeHeader(int i) {
        for (int next = i + 1; next < Math.min(rows.size(), MAX_PREAMBLE); next++) {
            if (!isSparse(next) && isLong(next) && !isShort(next)) {
                Verdict verdict = verdict(next);
                return verdict == Verdict.HEADER || (verdict == Verdict.PROBABLY_HEADER && !hasRowNames(i + 1));
            }
        }
        return false;
    }

    /**
     * Whether the row has empty cells between others, and the next row without one is a header: then somebody wrote words above the table. A header without
     * its first name is none of these.
     */
    private boolean isGappedBeforeHeader(int i) {
        for (int next = i; next < Math.min(rows.size(), MAX_PREAMBLE); next++) {
            SampleRow row = rows.get(next);
            if (row.filled() >= used) {
                return next > i && row.length() == width && verdict(next) == Verdict.HEADER;
            }
            if (row.cell(0).isEmpty() || row.filled() == row.end()) {
                return false;
            }
        }
        return false;
    }

    /** Whether an empty line and then a header follow: what comes before it is a table of its own, such as names and values. */
    private boolean isBeforeBlankAndHeader(int i) {
        for (int next = i + 1; next < Math.min(rows.size(), MAX_PREAMBLE); next++) {
            if (rows.get(next).afterBlank()) {
                return isLong(next) && !isShort(next) && verdict(next) == Verdict.HEADER;
            }
        }
        return false;
    }

    private boolean isLong(int i) {
        SampleRow row = rows.get(i);
        if (isSparse(i)) {
            return row.length() == width && !isBeforeHeader(i);
        }
        return row.length() >= Math.min(width, used) - 1
                && row.filled() >= Math.max(1, (used + 1) / 2)
                && (used > 2 || row.length() >= used || isHeaderWithoutFirst(i));
    }

    /** Whether less than half of the cells have a text, but more than the title of a table has. */
    private boolean isSparse(int i) {
        int filled = rows.get(i).filled();
        return filled < (used + 1) / 2 && filled > 1;
    }

    private boolean isHeaderWithoutFirst(int i) {
        return i == 0 && rows.size() > 2 && hasRowNames(1);
    }

    /** Whether the row has fewer cells than the rows of data. */
    private boolean isShort(int i) {
        return rows.get(i).end() < used;
    }

    Verdict verdict(int first) {
        SampleRow row = rows.get(first);
        int shift = row.length() < used ? used - row.length() : 0;
        int end = Math.max(row.end(), 1);
        List<List<String>> after = new ArrayList<>();
        for (SampleRow other : rows.subList(first + 1, rows.size())) {
            if (other.length() >= end + shift && other.length() >= used) {
                after.add(other.cells().subList(shift, shift + end));
            }
        }
        return HeaderEvidence.judge(row.cells().subList(0, end), after);
    }

    /**
     * Whether the first row has names, and nearly all others have up to twice as many cells, of which all but the first are whole numbers: halves of numbers
     * with decimal commas.
     */
    boolean haveDecimalCommas() {
        if (rows.size() <= MIN_HALVED_ROWS) {
            return false;
        }
        int names = rows.get(0).end();
        int halves = 0;
        for (SampleRow row : rows.subList(1, rows.size())) {
            // One more than the names is the row with its own name.
            boolean twice = row.end() > names + 1 && row.end() <= 2 * names;
            halves += twice && row.cells().subList(1, row.end()).stream().allMatch(SampleRows::isWhole) ? 1 : 0;
        }
        return halves >= MIN_HALVED_SHARE * (rows.size() - 1)
                && rows.get(0).cells().stream().noneMatch(cell -> CellKind.of(cell) == CellKind.NUMBER);
    }

    private static boolean isWhole(String cell) {
        String digits = cell.startsWith("-") ? cell.substring(1) : cell;
        return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The number of rows with this many cells. */
    long matching(int cells) {
        return rows.stream().filter(row -> row.length() == cells).count();
    }

    /** Whether all names have quotes, and some cells of all rows: R quotes texts only, and the names of rows are texts. */
    boolean areQuoted(int header) {
        return rows.get(header).quoted() == rows.get(header).length()
                && rows.subList(header + 1, rows.size()).stream().allMatch(row -> row.quoted() > 0);
    }

    boolean hasRowNames(int from) {
        return hasRowNames(from, false);
    }

    /**
     * Whether the first cells of the rows are all different, and neither measurements nor dates. A few whole numbers must follow one another.
     *
     * @param quoted whether measurements and dates are names, too, because the cells are texts
     */
    boolean hasRowNames(int from, boolean quoted) {
        Set<String> seen = new HashSet<>();
        boolean consecutive = true;
        double last = Double.NaN;
        for (SampleRow row : rows.subList(from, rows.size())) {
            if (row.length() == width) {
                String cell = row.cell(0);
                double number = Values.number(cell);
                boolean measured =
                        (!Double.isNaN(number) && number != Math.rint(number)) || CellKind.of(cell) == CellKind.DATE;
                if (cell.isEmpty() || (measured && !quoted) || !seen.add(cell)) {
                    return false;
                }
                consecutive = consecutive && (Double.isNaN(number) || Double.isNaN(last) || number == last + 1);
                last = number;
            }
        }
        return !seen.isEmpty() && (consecutive || seen.size() >= MIN_ROW_NAMES);
    }
}
