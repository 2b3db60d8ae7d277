package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.evaluate.GateResult;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleDatasetsTest {
    private static final Path DATASETS =
            Path.of("..", "datasets").toAbsolutePath().normalize();

    @Test
    void theGeneratorMakesTheCommittedFiles(@TempDir Path folder) throws Exception {
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        DATASETS.resolve("Generate.java").toString(),
                        folder.toString())
                .inheritIO()
                .start();

        assertThat(generator.waitFor()).isZero();
        for (String sample : new String[] {"heart-disease", "apartment-rent", "support-tickets"}) {
            Path file = Path.of(sample, "dataset.csv");
            assertThat(folder.resolve(file)).hasSameBinaryContentAs(DATASETS.resolve(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heart-disease", "apartment-rent", "support-tickets"})
    void everySamplePassesItsOwnGate(String sample) throws Exception {
        Dataset dataset;
        try (InputStream csv = Files.newInputStream(DATASETS.resolve(sample).resolve("dataset.csv"))) {
            dataset = Dataset.read(
                    csv,
                    SettingsReader.read(
                            Files.readString(DATASETS.resolve(sample).resolve("dropfit.json"))));
        }
        Version version = Version.of(Instant.EPOCH, sample);

        Training training = Training.of(dataset, RunOrigin.ofFile(version));

        GateResult result = dataset.gate()
                .judge(training.holdout().orElseThrow(), training.baseline().orElseThrow(), Optional.empty());
        assertThat(result.promoted()).as(result.toString()).isTrue();
    }
}
