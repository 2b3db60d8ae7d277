package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.console.Console;
import dev.dropfit.trainer.learn.blend.BlendSearch;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private static final int WIDTH = 200;

    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    @Test
    void theLineMovesWithTheTimeAlsoWhileNothingIsReported() {
        Instant start = Instant.now();
        try (TrainingProgress progress = TrainingProgress.start(new Console(nowhere, false, false), "training", 40)) {
            assertThat(progress.line(start, WIDTH)).startsWith("training [                    ] about ");
            assertThat(progress.line(start.plusSeconds(11), WIDTH)).contains("[=====               ]", " left");
            assertThat(progress.line(start.plusSeconds(60), WIDTH))
                    .isEqualTo("training [====================] longer than estimated");
        }
    }

    @Test
    void aComparedLearnerIsNamedWithItsLoss() {
        try (TrainingProgress progress = TrainingProgress.start(new Console(nowhere, false, false), "training", 40)) {
            LogRecord compared = new LogRecord(Level.FINE, "{0} of {1}: {2}, {3}");
            compared.setLoggerName(BlendSearch.LOGGER);
            compared.setParameters(new Object[] {3, 5, "extra trees", "log loss 0.4"});
            progress.publish(compared);

            assertThat(progress.line(Instant.now(), WIDTH))
                    .contains("3 of 5 learners compared, ")
                    .endsWith("; last extra trees, log loss 0.4");
            assertThat(progress.line(Instant.now(), 75)).endsWith(" left");
            assertThat(progress.line(Instant.now(), 30)).hasSize(30);
        }
    }
}
