package dev.dropfit.cli.console;

import com.google.gson.JsonElement;
import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.Text;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Prints the lines of a command. Names and values come from files, so control characters and direction marks are replaced: no dataset can
 * move the cursor or reverse text.
 * Thread-safe.
 */
public final class Console {
    /** What a colour means. */
    public enum Colour {
        GOOD("32"),
        BAD("31"),
        NOTABLE("33"),
        STRONG("1"),
        FAINT("2");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    private final PrintStream out;
    private final boolean colours;
    private final boolean progress;
    private final int width;

    /** A console without a terminal: tables have their full width. */
    public Console(PrintStream out, boolean colours, boolean progress) {
        this(out, colours, progress, TextTable.UNLIMITED);
    }

    /**
     * @param colours whether to colour lines
     * @param progress whether long work may show its progress on standard error
     * @param width of a line of the terminal, in characters; {@link TextTable#UNLIMITED} if there is none
     */
    public Console(PrintStream out, boolean colours, boolean progress, int width) {
        this.out = out;
        this.colours = colours;
        this.progress = progress;
        this.width = width;
    }

    /** Whether long work may show its progress on standard error. */
    public boolean showsProgress() {
        return progress;
    }

    /** Prints several lines. The lines of other threads come before or after them. */
    public synchronized void together(Runnable lines) {
        lines.run();
    }

    public synchronized void line(String text) {
        out.println(printable(text));
    }

    /** Prints a line in one colour. */
    public synchronized void line(Colour colour, String text) {
        out.println(coloured(colour, text));
    }

    /** Prints a line with one coloured part. */
    public synchronized void marked(String head, Colour colour, String mark, String rest) {
        out.println(printable(head) + coloured(colour, mark) + printable(rest));
    }

    /** Prints a table; its header, if it has one, in bold. */
    public void table(TextTable table) {
        table("", table);
    }

    /** Prints a table, each line after this indentation. */
    public synchronized void table(String indentation, TextTable table) {
        int room = width == TextTable.UNLIMITED ? width : width - indentation.length();
        List<List<String>> blocks = table.blocks(room);
        for (int i = 0; i < blocks.size(); i++) {
            for (String line : blocks.get(i)) {
                if (i == 0 && table.hasHeader()) {
                    line(Colour.STRONG, indentation + line);
                } else {
                    line(indentation + line);
                }
            }
        }
    }

    /** Prints text of several lines. */
    public synchronized void block(String text) {
        text.lines().forEach(this::line);
    }

    private String coloured(Colour colour, String text) {
        return colours ? "\u001B[" + colour.code + "m" + printable(text) + "\u001B[0m" : printable(text);
    }

    /** Prints JSON, indented. */
    public void json(JsonElement json) {
        json(IndentedJson.text(json));
    }

    /** Prints JSON of several lines. Strings keep all their characters: invisible ones are printed as {@code \\u} escapes. */
    public synchronized void json(String json) {
        json.lines().forEach(line -> {
            StringBuilder printable = new StringBuilder(line.length());
            line.codePoints().forEach(c -> {
                if (Text.isInvisible(c)) {
                    printable.append(String.format(Locale.ROOT, "\\u%04x", c));
                } else {
                    printable.appendCodePoint(c);
                }
            });
            out.println(printable);
        });
    }

    /** The text with each control character, direction mark and other character of {@link Text#isInvisible} replaced by U+FFFD. */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(Text.isInvisible(c) ? '\uFFFD' : c));
        return printable.toString();
    }
}
