package dev.dropfit.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StructuredLogsTest {
    private final Logger root = Logger.getLogger("");
    private final Handler[] before = root.getHandlers();
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void readStandardError() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        setHandlers();
    }

    @AfterEach
    void restore() {
        System.setErr(standardError);
        setHandlers(before);
    }

    private void setHandlers(Handler... handlers) {
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        for (Handler handler : handlers) {
            root.addHandler(handler);
        }
    }

    @Test
    void aRecordIsOneLineWithItsSeverity() {
        setHandlers(new ConsoleHandler());
        StructuredLogs.install();

        LogRecord record = new LogRecord(Level.WARNING, "first {0}\nsecond \"line\"");
        record.setParameters(new Object[] {"line"});
        record.setLoggerName("a.b");
        record.setInstant(Instant.EPOCH);
        root.log(record);

        String text = written.toString(StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1);
        JsonObject line = JsonParser.parseString(text).getAsJsonObject();
        assertThat(line.get("severity").getAsString()).isEqualTo("WARNING");
        assertThat(line.get("message").getAsString()).isEqualTo("first line\nsecond \"line\"");
        assertThat(line.get("time").getAsString()).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void aFailureHasItsStackTraceInTheMessage() {
        StructuredLogs.install();

        root.log(Level.SEVERE, "it failed", new IllegalStateException("for a reason"));

        JsonObject line =
                JsonParser.parseString(written.toString(StandardCharsets.UTF_8)).getAsJsonObject();
        assertThat(line.get("severity").getAsString()).isEqualTo("ERROR");
        assertThat(line.get("message").getAsString())
                .startsWith("it failed\njava.lang.IllegalStateException: for a reason\n\tat ");
    }

    @Test
    void anotherHandlerIsKept() {
        Handler own = new StreamHandler() {};
        setHandlers(own);

        StructuredLogs.install();

        assertThat(root.getHandlers()).containsExactly(own);
    }
}
