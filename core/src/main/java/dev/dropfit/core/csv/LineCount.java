package dev.dropfit.core.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Counts lines of one kind and keeps the first few. Not thread-safe. */
final class LineCount {
    private static final int MAX_LINES = 5;

    private final List<Long> lines = new ArrayList<>();
    private long count;

    void add(long line) {
        count++;
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
    }

    long count() {
        return count;
    }

    /** The first lines. */
    List<Long> lines() {
        return lines;
    }

    /** The number of lines and a verb: {@code 1 line is}, {@code 1,200 lines are}. */
    String are() {
        return of(count) + (count == 1 ? " is" : " are");
    }

    static String of(long count) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? "line" : "lines");
    }

    /** The positions: {@code line 7}, {@code lines 3, 7}, {@code lines 3, 7, 9, 12, 40, …}. */
    String where() {
        return (count == 1 ? "line " : "lines ")
                + lines.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + (count > lines.size() ? ", …" : "");
    }
}
