package dev.dropfit.cli.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CardCommandTest {
    private static final String VERSION = "20261125T163448Z-1adbbf6f";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeARecordOfAnEarlierRelease() throws IOException {
        Path metrics = Files.createDirectories(folder.resolve("heart/metrics"));
        try (InputStream record = Objects.requireNonNull(
                getClass().getResourceAsStream("/dev/dropfit/core/registry/records/classes-with-champion.json"))) {
            Files.copy(record, metrics.resolve(VERSION + ".json"));
        }
    }

    @Test
    void theCardOfAVersionIsWrittenToAFile() throws IOException {
        Path file = folder.resolve("card.html");

        CommandRun run = card("heart", VERSION, "--out", file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("wrote " + file + System.lineSeparator());
        assertThat(Files.readString(file)).contains("<title>Model card of heart, " + VERSION + "</title>");
    }

    @Test
    void theResultIsAlsoJson() {
        Path file = folder.resolve("card.html");

        assertThat(card("heart", VERSION, "--out", file.toString(), "--json").out())
                .contains("\"model\": \"heart\"", "\"version\": \"" + VERSION + "\"", "\"file\": ");
    }

    @Test
    void withoutAServedVersionOneMustBeGiven() {
        CommandRun run = card("heart");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("model heart serves no version; 'dropfit models heart' lists its versions");
    }

    @Test
    void aVersionThatDoesNotExistIsNamed() {
        assertThat(card("heart", "20261125T163448Z-00000000").err())
                .contains("model heart has no version 20261125T163448Z-00000000 in ");
        assertThat(card("heart", "newest").err()).contains("'newest' is no version; accepted is v1, a version like ");
    }

    private CommandRun card(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "card";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--models";
        all[arguments.length + 2] = folder.toUri().toString();
        return CommandRun.of(all);
    }
}
