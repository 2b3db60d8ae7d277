package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Logger logger = Logger.getLogger("dev.dropfit.test");

    @AfterEach
    void restoreTheHandlers() throws IOException {
        LogManager.getLogManager().readConfiguration();
    }

    private String printed(boolean verbose) {
        LogLines.install(new PrintStream(err, true, StandardCharsets.UTF_8), verbose);
        logger.log(Level.INFO, "started");
        logger.log(Level.WARNING, "can''t read {0}\nsecond line", "a\u001Bb");
        logger.log(Level.SEVERE, "stopped", new UncheckedIOException(new IOException("disk full\nat sector 7")));
        return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void warningsAndErrorsAreOneLineEachWithTheirCause() {
        assertThat(printed(false)).isEqualTo("warning: can't read a\uFFFDb\nerror: stopped: disk full\n");
    }

    @Test
    void theVerboseLogHasEverythingWithStackTraces() {
        assertThat(printed(true)).contains("started", "second line", "stopped", "\tat ", "a\uFFFDb");
    }

    @Test
    void aCauseWithoutAMessageIsItsClass() {
        assertThat(LogLines.cause(new IllegalStateException(new IOException()))).isEqualTo("IOException");
    }
}
