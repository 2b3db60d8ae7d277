package dev.dropfit.core.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides whether a row of a text is the header or data, by a comparison with the rows after it. Every cold start of a trainer runs it: no streams. */
final class HeaderEvidence {
    /** What a first row is. */
    enum Verdict {
        /** A header: some of its cells can't be values of their columns. */
        HEADER,
        /** Nothing speaks against a header, and nothing for it. */
        PROBABLY_HEADER,
        /** A row of data. */
        DATA,
        /** Some cells look like names, others like values. */
        UNSURE
    }

    private static final double TYPICAL = 0.8;
    private static final int MIN_VALUES = 8;
    private static final int MIN_REPEATS = 3;
    private static final int MIN_SEQUENCE = 3;
    private static final int MIN_MONOTONE = 6;
    /** A longer text above others that are as long is one of them: the questions of a survey are above shorter answers. */
    private static final int MAX_NAME = 80;

    private static final double FIRST_YEAR = 1800;
    private static final double LAST_YEAR = 2100;

    private final List<String> first;
    private final List<List<String>> rows;
    private final boolean alone;
    private int names;
    private int values;
    private int unusual;

    private HeaderEvidence(List<String> first, List<List<String>> rows) {
        this.first = first;
        alone = rows.isEmpty();
        this.rows = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            // A header may be repeated between the rows.
            if (!row.equals(first)) {
                this.rows.add(row);
            }
        }
    }

    /**
     * Judges a first row.
     *
     * @param first its cells
     * @param rows the cells of rows after it, at least as many in each
     */
    static Verdict judge(List<String> first, List<List<String>> rows) {
        return new HeaderEvidence(first, rows).verdict();
    }

    private Verdict verdict() {
        if (rows.isEmpty()) {
            return alone ? Verdict.PROBABLY_HEADER : Verdict.DATA;
        }
        List<Integer> numbers = new ArrayList<>();
        for (int column = 0; column < first.size(); column++) {
            compare(column, numbers);
        }
        if (isSequence(numbers)) {
            names++;
        } else {
            values += numbers.size();
        }
        if (names > 0) {
            return names >= values ? Verdict.HEADER : Verdict.UNSURE;
        }
        if (values == 0) {
            return Verdict.PROBABLY_HEADER;
        }
        return values > unusual ? Verdict.DATA : values < unusual ? Verdict.PROBABLY_HEADER : Verdict.UNSURE;
    }

    private void compare(int column, List<Integer> numbers) {
        String cell = first.get(column);
        CellKind kind = CellKind.of(cell);
        List<String> others = new ArrayList<>(rows.size());
        int numeric = 0;
        int dates = 0;
        int same = 0;
        for (List<String> row : rows) {
            String value = row.get(column);
            CellKind other = CellKind.of(value);
            if (other != CellKind.MISSING) {
                others.add(value);
                numeric += other == CellKind.NUMBER ? 1 : 0;
                dates += other == CellKind.DATE ? 1 : 0;
                same += value.equals(cell) ? 1 : 0;
            }
        }
        if (kind == CellKind.MISSING || others.isEmpty()) {
            return;
        }
        boolean isNumeric = numeric >= TYPICAL * others.size();
        boolean isDates = dates >= TYPICAL * others.size();
        if (isNumeric && kind == CellKind.NUMBER) {
            numbers.add(column);
        } else if (isDates && kind == CellKind.DATE) {
            values++;
        } else if (isNumeric || isDates) {
            // A text among numbers may be a marker of a missing value.
            boolean only = Math.max(numeric, dates) == others.size();
            names += same > 0 ? 0 : only ? 2 : 1;
        } else if (same > 0) {
            values += same > 1 ? 2 : 1;
        } else if (kind == CellKind.TEXT && others.size() >= MIN_VALUES) {
            compareTexts(cell, others);
        }
    }

    private void compareTexts(String cell, List<String> others) {
        int withDigits = 0;
        int longer = 0;
        Set<String> different = new HashSet<>();
        for (String other : others) {
            withDigits += hasDigit(other) ? 1 : 0;
            longer += other.length() > MAX_NAME ? 1 : 0;
            different.add(other);
        }
        if (cell.length() > MAX_NAME && longer * 2 > others.size()) {
            values++;
        } else if (withDigits >= TYPICAL * others.size() && !hasDigit(cell)) {
            names++;
        } else if (different.size() * MIN_REPEATS <= others.size()) {
            unusual++;
        }
    }

    private static boolean hasDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }

    /** Whether the numbers in these columns are names: years, a single 0, or 0, 1, 2, …, or a scale that ascends or descends, and the rows after it are not the like. */
    private boolean isSequence(List<Integer> columns) {
        double[] found = numbers(first, columns);
        if (unusual > 0 && found.length == 1 && found[0] == 0 && isOutside(columns.get(0), 0)) {
            // The name that pandas gives to a column of counts.
            return true;
        }
        double step = step(found);
        boolean rises = isAscending(found);
        // Some years may be missing, as those of columns that have flags next to their numbers.
        boolean ascending = found.length >= MIN_SEQUENCE && rises;
        boolean years = isYears(found)
                && (step != 0 || ascending || (found.length == 1 && isOutside(columns.get(0), found[0])));
        boolean counted = found.length >= MIN_SEQUENCE && step == 1 && (found[0] == 0 || found[0] == 1);
        // A few numbers in a row may be in order by chance, but hardly next to a name.
        boolean scale = found.length >= (names > 0 ? MIN_SEQUENCE : MIN_MONOTONE) && (rises || isDescending(found));
        if (!years && !counted && !scale) {
            return false;
        }
        int like = 0;
        for (List<String> row : rows) {
            double[] numbers = numbers(row, columns);
            like += (years ? isYears(numbers) : rises ? isAscending(numbers) : isDescending(numbers)) ? 1 : 0;
        }
        return like * 4 <= rows.size();
    }

    /** Whether the number is smaller or larger than all others in its column. */
    private boolean isOutside(int column, double number) {
        boolean smaller = true;
        boolean larger = true;
        for (List<String> row : rows) {
            double other = Values.number(row.get(column));
            smaller = smaller && !(other <= number);
            larger = larger && !(other >= number);
        }
        return smaller || larger;
    }

    private static double[] numbers(List<String> row, List<Integer> columns) {
        double[] numbers = new double[columns.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Values.number(row.get(columns.get(i)));
        }
        return numbers;
    }

    private static double step(double[] numbers) {
        double step = numbers.length < 2 ? 0 : numbers[1] - numbers[0];
        for (int i = 1; i < numbers.length; i++) {
            if (numbers[i] - numbers[i - 1] != step) {
                return 0;
            }
        }
        return step;
    }

    private static boolean isYears(double[] numbers) {
        for (double number : numbers) {
            if (!(number >= FIRST_YEAR && number <= LAST_YEAR && number == Math.rint(number))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDescending(double[] numbers) {
        for (int i = 1; i < numbers.length; i++) {
            if (!(numbers[i] < numbers[i - 1])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscending(double[] numbers) {
        for (int i = 1; i < numbers.length; i++) {
            if (!(numbers[i] > numbers[i - 1])) {
                return false;
            }
        }
        return true;
    }
}
