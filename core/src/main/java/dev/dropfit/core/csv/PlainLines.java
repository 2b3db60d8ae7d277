package dev.dropfit.core.csv;

import java.io.IOException;
import java.io.Reader;

/** Makes plain lines of the lines of a text, one after the other. Keeps one line in memory. Not thread-safe. */
final class PlainLines extends Reader {
    private static final int BUFFER = 1 << 13;
    /** A longer line is passed on in pieces: the scanner reports it. */
    private static final int MAX_LINE = 2 * CsvParser.MAX_CELL_LENGTH;

    private final Reader in;
    private final LineForm form;
    private final char[] buffer = new char[BUFFER];
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder ready = new StringBuilder();
    private int at;
    private boolean ended;

    /** @param in is not closed */
    PlainLines(Reader in, LineForm form) {
        this.in = in;
        this.form = form;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (at == ready.length() && !ended) {
            ready.setLength(0);
            at = 0;
            fill();
        }
        int count = Math.min(length, ready.length() - at);
        ready.getChars(at, at + count, target, offset);
        at += count;
        return count == 0 && length > 0 ? -1 : count;
    }

    private void fill() throws IOException {
        int count = in.read(buffer);
        if (count < 0) {
            ended = true;
            endLine();
            return;
        }
        for (int i = 0; i < count; i++) {
            char c = buffer[i];
            if (c == '\n' || c == '\r') {
                endLine();
                ready.append(c);
            } else {
                line.append(c);
                if (line.length() == MAX_LINE) {
                    endLine();
                }
            }
        }
    }

    private void endLine() {
        if (!line.isEmpty()) {
            ready.append(form.plain(line.toString()));
            line.setLength(0);
        }
    }

    @Override
    public void close() {
        // The text belongs to the caller.
    }
}
