package dev.dropfit.core.csv;

import java.util.List;

/** What a cell looks like. Only for guesses about the layout of a file, never about values. */
enum CellKind {
    MISSING,
    /** Digits with signs, separators, currency or percent. */
    NUMBER,
    /** Digits with the separators of dates and times. */
    DATE,
    TEXT;

    private static final List<String> MARKERS = List.of(
            "-",
            "--",
            ".",
            "*",
            "\\N",
            "none",
            "missing",
            "unknown",
            "n.a.",
            "nil",
            "<NA>",
            "(null)",
            "#N/A",
            "inf",
            "-inf",
            "infinity",
            ":",
            "***",
            "****",
            "*****");
    private static final int MAX_MARKER = 8;
    private static final String IN_NUMBERS = "+-.,'()%$\u20AC\u00A3\u00A5 \u00A0eE";
    private static final String IN_DATES = "-/.:TZ+, ";

    static CellKind of(String cell) {
        if (cell.isEmpty()) {
            return MISSING;
        }
        char first = cell.charAt(0);
        // Most cells need no other test.
        if (first >= '0' && first <= '9' && !Double.isNaN(Values.number(cell))) {
            return NUMBER;
        }
        if (Values.isMissing(cell) || isMarker(cell)) {
            return MISSING;
        }
        if (!Double.isNaN(Values.number(cell))) {
            return NUMBER;
        }
        int digits = 0;
        boolean number = true;
        boolean date = true;
        for (int i = 0; i < cell.length() && (number || date); i++) {
            char c = cell.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else {
                number = number
                        && IN_NUMBERS.indexOf(c) >= 0
                        && ((c != 'e' && c != 'E') || digits > 0)
                        && !isRange(cell, i);
                date = date && IN_DATES.indexOf(c) >= 0;
            }
        }
        if (digits == 0) {
            return TEXT;
        }
        boolean likeDate = date && digits >= 3 && separators(cell) >= 1;
        return number && !(likeDate && (cell.indexOf('-', 1) > 0 || dots(cell) > 1)) ? NUMBER : likeDate ? DATE : TEXT;
    }

    private static boolean isMarker(String cell) {
        if (cell.length() > MAX_MARKER) {
            return false;
        }
        for (String marker : MARKERS) {
            if (marker.equalsIgnoreCase(cell)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a hyphen is between two digits: {@code 0-1} is a range, and often the name of a column. */
    private static boolean isRange(String cell, int at) {
        return cell.charAt(at) == '-'
                && at > 0
                && at + 1 < cell.length()
                && Character.isDigit(cell.charAt(at - 1))
                && Character.isDigit(cell.charAt(at + 1));
    }

    private static int separators(String cell) {
        int count = 0;
        for (int i = 0; i < cell.length(); i++) {
            count += "-/.:".indexOf(cell.charAt(i)) >= 0 ? 1 : 0;
        }
        return count;
    }

    private static int dots(String cell) {
        int count = 0;
        for (int i = 0; i < cell.length(); i++) {
            count += cell.charAt(i) == '.' ? 1 : 0;
        }
        return count;
    }
}
