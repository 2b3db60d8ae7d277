package dev.dropfit.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A stream of UTF-8 for a terminal: each line is {@link Console#printable}, except for tabs and line ends. Not thread-safe. */
public final class PrintableLines extends OutputStream {
    private final OutputStream terminal;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    public PrintableLines(OutputStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void write(int b) throws IOException {
        if (b == '\n' || b == '\t') {
            writeLine(b == '\n');
            terminal.write(b);
        } else {
            line.write(b);
        }
    }

    private void writeLine(boolean complete) throws IOException {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        boolean windows = complete && text.endsWith("\r");
        String printable = Console.printable(windows ? text.substring(0, text.length() - 1) : text);
        terminal.write((printable + (windows ? "\r" : "")).getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps an unfinished line: it may end within a character. */
    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    /** Writes the last line. Leaves the terminal open. */
    @Override
    public void close() throws IOException {
        writeLine(false);
        terminal.flush();
    }
}
