package dev.dropfit.cli.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BigQueryCommandTest {
    @TempDir
    private Path folder;

    private CommandRun sql(String model) {
        return CommandRun.of(
                "bigquery",
                model,
                "--url",
                "https://predictor.example/",
                "--models",
                folder.toUri().toString());
    }

    @Test
    void theSqlOfTheServedModelIsPrinted() throws IOException {
        StringBuilder csv = new StringBuilder("area,price\n");
        for (int i = 0; i < 200; i++) {
            csv.append(i / 4.0).append(',').append(3 * i + i % 5).append('\n');
        }
        Path dataset = Files.writeString(folder.resolve("flat.csv"), csv);
        Path latest = Files.createDirectories(folder.resolve("flat/models")).resolve("latest.zip");
        assertThat(CommandRun.of("train", dataset.toString(), "--out", latest.toString())
                        .status())
                .isZero();

        CommandRun run = sql("flat");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("CREATE OR REPLACE FUNCTION `DATASET.predict_flat`(", "  `area` FLOAT64)")
                .contains("endpoint = 'https://predictor.example/flat/bigquery'");
    }

    @Test
    void aModelThatIsNotServedIsNamed() {
        CommandRun run = sql("flat");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("there is no model flat in file:", "; 'dropfit models --all' lists all models");
    }
}
