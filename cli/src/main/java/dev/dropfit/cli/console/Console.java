package dev.dropfit.cli.console;

import java.io.PrintStream;

/**
 * Prints the lines of a command. Names and values come from files, so control characters are replaced: no dataset can move the cursor.
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

    /**
     * @param colours whether to colour lines
     * @param progress whether long work may show its progress on standard error
     */
    public Console(PrintStream out, boolean colours, boolean progress) {
        this.out = out;
        this.colours = colours;
        this.progress = progress;
    }

    /** Whether long work may show its progress on standard error. */
    public boolean showsProgress() {
        return progress;
    }

    public void line(String text) {
        out.println(printable(text));
    }

    /** Prints a line in one colour. */
    public void line(Colour colour, String text) {
        out.println(coloured(colour, text));
    }

    /** Prints a line with one coloured part. */
    public void marked(String head, Colour colour, String mark, String rest) {
        out.println(printable(head) + coloured(colour, mark) + printable(rest));
    }

    /** Prints text of several lines. */
    public void block(String text) {
        text.lines().forEach(this::line);
    }

    private String coloured(Colour colour, String text) {
        return colours ? "\u001B[" + colour.code + "m" + printable(text) + "\u001B[0m" : printable(text);
    }

    /** The text with each control character replaced by U+FFFD. */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return printable.toString();
    }
}
