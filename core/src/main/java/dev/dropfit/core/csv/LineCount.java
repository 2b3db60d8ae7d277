package dev.dropfit.core.csv;

import dev.dropfit.core.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Counts lines of one kind and keeps the first few. Not thread-safe. */
public final class LineCount {
    private static final int MAX_LINES = 5;

    private final List<Long> lines = new ArrayList<>();
    private long count;

    /** Counts a line, from 1. */
    public void add(long line) {
        count++;
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
    }

    /** Counts other lines, which come after those so far. */
    public void add(LineCount others) {
        add(others.count, others.lines);
    }

    /**
     * Counts other lines, which come after those so far.
     *
     * @param number of these lines
     * @param first the first few of them
     */
    public void add(long number, List<Long> first) {
        count += number;
        for (int i = 0; i < first.size() && lines.size() < MAX_LINES; i++) {
            lines.add(first.get(i));
        }
    }

    /** The number of lines. */
    public long count() {
        return count;
    }

    /** The first lines. */
    public List<Long> lines() {
        return lines;
    }

    /** The number of lines in words: {@code 1 line}, {@code 1,200 lines}. */
    String total() {
        return total(count);
    }

    static String total(long count) {
        return Figures.count(count, "line", "lines");
    }

    /** The positions: {@code line 7}, {@code lines 3, 7}, {@code lines 3, 7, 9, 12, 40, …}. */
    public String where() {
        return (count == 1 ? "line " : "lines ")
                + lines.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + (count > lines.size() ? ", …" : "");
    }
}
