package dev.dropfit.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jline.utils.WCWidth;

/**
 * Rows of cells, aligned in columns. If they do not fit into a width, cells are continued in lines below, between words, and names lose their
 * middle. If that is not enough, each row becomes a block of lines, one for each cell.
 */
public final class TextTable {
    /** The width for a file or another program: nothing is cut and nothing is continued in a second line. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final String GAP = "  ";

    /** Names are cut to this length at most: most stay distinct. */
    private static final int MIN_NAME = 12;

    /** A row with more lines is no longer read as a row. */
    private static final int MAX_LINES = 3;

    private final List<List<String>> rows = new ArrayList<>();
    private final String alignment;
    private boolean header;

    /** @param alignment one letter per column: l for left, r for right, n for names, left */
    public TextTable(String alignment) {
        this.alignment = alignment;
    }

    /** Adds the names of the columns, before the first row. */
    public void header(String... names) {
        header = true;
        row(names);
    }

    public void row(String... cells) {
        rows.add(List.of(cells).stream().map(Console::printable).toList());
    }

    /** Of full width. */
    public List<String> lines() {
        return blocks(UNLIMITED).stream().flatMap(List::stream).toList();
    }

    /** Whether the first row has the names of the columns. */
    boolean hasHeader() {
        return header;
    }

    /**
     * The lines of each row, the header first; of the header none if each row names its cells.
     *
     * @param width the number of characters in a line of the terminal
     */
    List<List<String>> blocks(int width) {
        int[] widths = new int[alignment.length()];
        int[] least = new int[alignment.length()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] =
                    rows.stream().mapToInt(row -> width(row.get(column))).max().orElse(0);
            least[i] = alignment.charAt(i) == 'n'
                    ? Math.min(MIN_NAME, widths[i])
                    : rows.stream()
                            .flatMap(row -> words(row.get(column)))
                            .mapToInt(TextTable::width)
                            .max()
                            .orElse(0);
        }
        int room = width - GAP.length() * (widths.length - 1);
        int[] fitted = fitted(widths, least, room);
        List<List<String>> blocks = rows.stream().map(row -> lines(row, fitted)).toList();
        boolean readable =
                IntStream.of(fitted).sum() <= room && blocks.stream().allMatch(lines -> lines.size() <= MAX_LINES);
        return readable || !header ? blocks : expanded(width);
    }

    /** The widths after the widest columns have given what is missing, as far as they can. */
    private static int[] fitted(int[] widths, int[] least, int room) {
        int[] fitted = widths.clone();
        for (int over = IntStream.of(widths).sum() - room; over > 0; over--) {
            int widest = -1;
            for (int i = 0; i < fitted.length; i++) {
                if (fitted[i] > least[i] && (widest < 0 || fitted[i] >= fitted[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            fitted[widest]--;
        }
        return fitted;
    }

    private List<String> lines(List<String> row, int[] widths) {
        List<List<String>> cells = IntStream.range(0, widths.length)
                .mapToObj(i -> alignment.charAt(i) == 'n'
                        ? List.of(shortened(row.get(i), widths[i]))
                        : wrapped(row.get(i), widths[i]))
                .toList();
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < height; k++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String text = k < cells.get(i).size() ? cells.get(i).get(k) : "";
                String padding = " ".repeat(Math.max(0, widths[i] - width(text)));
                line.append(i == 0 ? "" : GAP).append(alignment.charAt(i) == 'r' ? padding + text : text + padding);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Each row as a block of lines, one for each cell that has a text. */
    private List<List<String>> expanded(int width) {
        List<List<String>> blocks = new ArrayList<>(List.of(List.of()));
        for (List<String> row : rows.subList(1, rows.size())) {
            TextTable block = new TextTable("ll");
            for (int i = 0; i < row.size(); i++) {
                if (!row.get(i).isEmpty()) {
                    block.row(rows.get(0).get(i), row.get(i));
                }
            }
            List<String> lines = new ArrayList<>(
                    block.blocks(width).stream().flatMap(List::stream).toList());
            lines.add("");
            blocks.add(lines);
        }
        return blocks;
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split(" ", -1));
    }

    /** The text in lines of at most so many characters, as far as its words allow it. */
    private static List<String> wrapped(String text, int width) {
        if (width(text) <= width) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words(text).toList()) {
            if (!line.isEmpty() && width(line + " " + word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The text, or its beginning and its end with {@code …} between them. */
    private static String shortened(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        int[] points = text.codePoints().toArray();
        int head = 0;
        int tail = points.length;
        // From both ends in turn, as long as there is room next to the dots.
        for (int room = width - 1; head < tail; ) {
            boolean atHead = head <= points.length - tail;
            int next = width(points[atHead ? head : tail - 1]);
            if (next > room) {
                break;
            }
            room -= next;
            if (atHead) {
                head++;
            } else {
                tail--;
            }
        }
        return new String(points, 0, head) + "…" + new String(points, tail, points.length - tail);
    }

    /** In columns of a terminal, in which a Chinese character takes two. */
    private static int width(String text) {
        return text.codePoints().map(TextTable::width).sum();
    }

    private static int width(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
