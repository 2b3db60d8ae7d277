package dev.dropfit.core;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Writes each log record as one line of JSON, with the field names that Cloud Logging understands.
 *
 * @see <a href="https://cloud.google.com/logging/docs/structured-logging">Structured logging</a>
 */
public final class StructuredLogs extends Handler {
    private final PrintStream out;
    private final Formatter formatter = new SimpleFormatter();

    private StructuredLogs(PrintStream out) {
        this.out = out;
    }

    /** Replaces the handlers of the JDK and the Functions Framework. Changes nothing if there is any other handler. */
    public static void install() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            String name = handler.getClass().getName();
            if (!name.startsWith("java.util.logging.") && !name.startsWith("com.google.cloud.functions.")) {
                return;
            }
        }
        LogManager.getLogManager().reset();
        root.setLevel(Level.INFO);
        root.addHandler(new StructuredLogs(System.err));
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            out.println(line(record));
        }
    }

    /** The record as JSON. */
    String line(LogRecord record) {
        JsonObject line = new JsonObject();
        line.addProperty("severity", severity(record.getLevel()));
        line.addProperty("message", message(record));
        line.addProperty("time", record.getInstant().toString());
        line.addProperty("logger", record.getLoggerName());
        return line.toString();
    }

    private String message(LogRecord record) {
        String message = formatter.formatMessage(record);
        if (record.getThrown() == null) {
            return message;
        }
        // Error Reporting looks for a stack trace in the message.
        StringWriter text = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(text));
        return message + "\n" + text;
    }

    private static String severity(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARNING";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        // Other code uses standard error too.
    }
}
