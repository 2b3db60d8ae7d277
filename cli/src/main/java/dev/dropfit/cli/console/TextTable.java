package dev.dropfit.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of cells, aligned in columns. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;

    /** @param alignment one letter per column: l for left, r for right */
    public TextTable(String alignment) {
        right = new boolean[alignment.length()];
        IntStream.range(0, right.length).forEach(i -> right[i] = alignment.charAt(i) == 'r');
    }

    public void row(String... cells) {
        rows.add(List.of(cells).stream().map(Console::printable).toList());
    }

    public List<String> lines() {
        int[] widths = IntStream.range(0, right.length)
                .map(i -> rows.stream().mapToInt(row -> width(row.get(i))).max().orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < right.length; i++) {
            String padding = " ".repeat(widths[i] - width(row.get(i)));
            line.append(i == 0 ? "" : GAP).append(right[i] ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
