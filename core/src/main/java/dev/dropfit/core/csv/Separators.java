package dev.dropfit.core.csv;

import dev.dropfit.core.csv.CsvScanner.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the separator of a text: the one that splits most lines into the same number of cells, into many, and into cells that look like
 * values (G. J. J. van den Burg, A. Nazábal, C. Sutton, Wrangling messy CSV files by detecting row and type patterns, 2019).
 */
final class Separators {
    private static final char[] CANDIDATES = {',', ';', '\t', '|', '~', '^', ' '};
    private static final int MAX_ROWS = 100;
    /** All rows have the same number of cells, and almost all cells look like values. */
    private static final double CLEAR = 1.0;

    private static final int MAX_TEXT = 200;
    /** More commas between two blanks separate cells themselves. */
    private static final int MAX_COMMAS = 5;

    private static final int MIN_WORDS = 3;
    private static final int MIN_ROWS = 10;
    /** A file with runs of blanks is recognised by its numbers: words have blanks between them too. */
    private static final double MIN_NUMERIC = 0.9;

    private Separators() {}

    /**
     * The separator; a comma if the text has only one column.
     *
     * @param comment of lines to skip
     */
    static char choose(CsvSample sample, long skippedLines, char comment) {
        char best = CANDIDATES[0];
        double most = 0;
        int widthOfBest = 0;
        for (char candidate : CANDIDATES) {
            if (sample.text().indexOf(candidate) >= 0 || candidate == ' ') {
                List<SampleRow> rows = sample.rows(new Dialect(candidate, '"', comment), skippedLines, MAX_ROWS);
                int width = width(rows);
                double score = score(rows, candidate, width);
                if (score > most) {
                    most = score;
                    best = candidate;
                    widthOfBest = width;
                }
                if (score >= CLEAR * (width - 1) / width && width > 2) {
                    return candidate;
                }
            }
        }
        // Blanks include tabs: where tabs make as many cells, blanks only add lines of words, such as a title.
        boolean tabs = best == ' '
                && width(sample.rows(new Dialect('\t', '"', comment), skippedLines, MAX_ROWS)) == widthOfBest;
        return tabs ? '\t' : best;
    }

    /** The most frequent number of cells; of two, the larger one. 0 without rows. */
    static int width(List<SampleRow> rows) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (SampleRow row : rows) {
            counts.put(row.length(), counts.getOrDefault(row.length(), 0) + 1);
        }
        int width = 0;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            int most = counts.getOrDefault(width, 0);
            if (count.getValue() > most || (count.getValue() == most && count.getKey() > width)) {
                width = count.getKey();
            }
        }
        return width;
    }

    private static double score(List<SampleRow> rows, char separator, int width) {
        if (width < 2) {
            return 0;
        }
        List<SampleRow> typical = new ArrayList<>(rows.size());
        for (SampleRow row : rows) {
            if (row.length() == width) {
                typical.add(row);
            }
        }
        double share = (double) typical.size() / rows.size();
        double plain = 0;
        for (SampleRow row : typical) {
            plain += row.quoted();
            for (String cell : row.cells()) {
                plain += plain(cell, separator);
            }
        }
        double type = Math.min(1, plain / ((double) typical.size() * width));
        if (separator == ' ' && !isBlanks(rows, typical, width)) {
            return 0;
        }
        // The first row is the header, or has lines before it in any case.
        int first = rows.get(0).length();
        double header = first == width || first == width - 1 ? 1 : 0.5;
        return share * share * (width - 1) / width * (0.05 + type) * header * (separator == ' ' ? 0.9 : 1);
    }

    /** How much a cell looks like a value, from 0 to 1. */
    private static double plain(String cell, char separator) {
        CellKind kind = CellKind.of(cell);
        if (kind == CellKind.MISSING || kind == CellKind.DATE) {
            return 1;
        }
        boolean comma = separator != ',' && cell.indexOf(',') >= 0;
        if (kind == CellKind.NUMBER) {
            return comma && cell.indexOf(',') != cell.lastIndexOf(',') ? 0.5 : 1;
        }
        boolean other = cell.indexOf(';') >= 0 || cell.indexOf('|') >= 0 || cell.indexOf('\t') >= 0;
        return other || cell.contains("  ") || cell.length() > MAX_TEXT ? 0 : comma ? 0.75 : 1;
    }

    /** Whether runs of blanks separate cells, not words. */
    private static boolean isBlanks(List<SampleRow> rows, List<SampleRow> typical, int width) {
        if (typical.size() == rows.size() && width >= MIN_WORDS && rows.size() >= MIN_ROWS) {
            return true;
        }
        if (typical.stream().anyMatch(Separators::hasList)) {
            return false;
        }
        // The header may have one cell less.
        boolean regular = typical.size() >= Math.min(rows.size() - 1, MIN_NUMERIC * rows.size());
        return regular && hasNumbers(typical, width);
    }

    private static boolean hasList(SampleRow row) {
        for (String cell : row.cells()) {
            if (cell.chars().filter(c -> c == ',').count() > MAX_COMMAS) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasNumbers(List<SampleRow> rows, int width) {
        for (int column = 0; column < width; column++) {
            int numbers = 0;
            for (SampleRow row : rows) {
                CellKind kind = CellKind.of(row.cell(column));
                numbers += kind == CellKind.NUMBER || kind == CellKind.MISSING ? 1 : 0;
            }
            if (numbers >= MIN_NUMERIC * (rows.size() - 1) && numbers > 0) {
                return true;
            }
        }
        return false;
    }
}
