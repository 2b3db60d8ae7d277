package dev.dropfit.cli.console;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import dev.dropfit.core.Text;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints the lines of a command. Names and values come from files, so control characters and direction marks are replaced: no dataset can
 * move the cursor or reverse text.
 * Thread-safe.
 */
public final class Console {
    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

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

    /** Prints text of several lines. */
    public synchronized void block(String text) {
        text.lines().forEach(this::line);
    }

    private String coloured(Colour colour, String text) {
        return colours ? "\u001B[" + colour.code + "m" + printable(text) + "\u001B[0m" : printable(text);
    }

    /** Prints JSON, indented. */
    public void json(JsonElement json) {
        json(JSON.toJson(json));
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
