package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Prints log records as single lines: only warnings and errors and no stack traces, except in verbose mode. */
final class LogLines extends Handler {
    private final PrintStream err;
    private final boolean verbose;
    private final SimpleFormatter formatter = new SimpleFormatter();

    private LogLines(PrintStream err, boolean verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    /** Replaces all log handlers of the process. */
    static void install(PrintStream err, boolean verbose) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(verbose ? Level.INFO : Level.WARNING);
        root.addHandler(new LogLines(err, verbose));
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        if (verbose) {
            formatter.format(record).lines().forEach(this::verboseLine);
            return;
        }
        Throwable thrown = record.getThrown();
        String text = (record.getLevel().intValue() >= Level.SEVERE.intValue() ? "error: " : "warning: ")
                + formatter.formatMessage(record)
                + (thrown == null ? "" : ": " + cause(thrown));
        err.println(Console.printable(text.lines().findFirst().orElse("")));
    }

    /** A line of a stack trace begins with a tab. */
    private void verboseLine(String line) {
        err.println(line.startsWith("\t") ? "\t" + Console.printable(line.substring(1)) : Console.printable(line));
    }

    /** The message of the innermost cause, in one line. */
    static String cause(Throwable thrown) {
        Throwable bottom = thrown;
        @Nullable Throwable next = thrown.getCause();
        while (next != null) {
            bottom = next;
            next = next.getCause();
        }
        String message = bottom.getMessage();
        return message == null || message.isBlank()
                ? bottom.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    @Override
    public void flush() {
        err.flush();
    }

    @Override
    public void close() {
        // The stream belongs to the process.
    }
}
