package dev.dropfit.trainer.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Counts rows and keeps the lines of the first few. Not thread-safe. */
final class Occurrences {
    private static final int MAX_LINES = 5;

    private final List<Long> lines = new ArrayList<>();
    private long count;

    /** Counts a row on this line of the file. */
    void add(long line) {
        count++;
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
    }

    long count() {
        return count;
    }

    /** The lines of the first rows, from 1. */
    List<Long> lines() {
        return lines;
    }

    /** The number of rows and a verb, in singular or plural: {@code 1 row is}, {@code 1,200 rows are}. */
    String rows(String ofOne, String ofMore) {
        return String.format(Locale.ROOT, "%,d row%s %s", count, count == 1 ? "" : "s", count == 1 ? ofOne : ofMore);
    }

    /** The positions: {@code on line 7}, {@code on lines 3, 7}, {@code first on lines 3, 7, 9, 12, 40}. */
    String where() {
        String numbers = lines.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (count > lines.size() ? "first on" : "on") + (count == 1 ? " line " : " lines ") + numbers;
    }
}
