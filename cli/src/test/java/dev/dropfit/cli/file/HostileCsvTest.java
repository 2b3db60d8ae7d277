package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.predict.CsvPrediction;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a file holds: a model whose every score can be used, or a sentence that says why there is none. */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // Only a hang takes so long.
class HostileCsvTest {
    private static final int FILES = 400;

    @Test
    void aFileGivesAModelThatScoresEveryRowOrASentence() throws Exception {
        int trained = 0;
        for (long seed = 0; seed < FILES; seed++) {
            try {
                trained += scores(HostileCsv.of(seed)).isPresent() ? 1 : 0;
            } catch (RuntimeException | AssertionError | IOException e) {
                throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
            }
        }

        // Both ways are taken often, or the files prove nothing.
        assertThat(trained).isBetween(FILES / 4, FILES * 3 / 4);
    }

    @Test
    void tenThousandColumnsGiveAModelOrASentence() throws Exception {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder();
        for (int row = -1; row < 40; row++) {
            for (int column = 1; column < 10_000; column++) {
                csv.append(row < 0 ? "c" + column : "" + random.nextInt(1000) * 0.5)
                        .append(',');
            }
            csv.append(row < 0 ? "y" : row % 2 == 0 ? "yes" : "no").append('\n');
        }

        assertThat(scores(csv.toString().getBytes(StandardCharsets.UTF_8))).hasValue(40);
    }

    @Test
    void aMillionLevelsGiveAModelOrASentence() throws Exception {
        StringBuilder csv = new StringBuilder("level,x,y\n");
        for (int row = 0; row < 1_000_000; row++) {
            csv.append('k').append(row).append(',').append(row % 7).append(row % 2 == 0 ? ",yes\n" : ",no\n");
        }

        assertThat(scores(csv.toString().getBytes(StandardCharsets.UTF_8))).hasValue(1_000_000);
    }

    /** A dataset for the linear learner of its task: a comparison of learners takes most of the time of hundreds of files. */
    private static Dataset linear(byte[] csv) throws IOException, InvalidTableException, InvalidSettingsException {
        Target target = Dataset.read(new ByteArrayInputStream(csv), Settings.NONE)
                .schema()
                .target();
        String learner = LearnerName.linear(target instanceof Target.Classes).text();
        return Dataset.read(new ByteArrayInputStream(csv), SettingsReader.read("{\"learner\": \"" + learner + "\"}"));
    }

    /** The number of rows of a file that were scored; empty when it was refused, with a sentence. */
    private static Optional<Integer> scores(byte[] csv) throws Exception {
        Training training;
        try {
            Dataset dataset = linear(csv);
            training = Training.of(dataset, RunOrigin.ofFile(Version.of(Instant.EPOCH, dataset.sha256())));
        } catch (InvalidTableException | InvalidSettingsException e) {
            assertThatItIsASentence(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        assertThat(training.faithful()).isTrue();
        Model model = ModelFile.read(training.file());
        int rows = scored(training, model, false) + scored(training, model, true);
        try {
            long predicted = CsvPrediction.predict(model, new ByteArrayInputStream(csv), new ByteArrayOutputStream())
                    .rows();
            assertThat(predicted).isGreaterThanOrEqualTo(rows);
        } catch (InvalidTableException e) {
            // Training counted these values as missing, or skipped their row; a request that has them gets an error.
            assertThatItIsASentence(String.valueOf(e.getMessage()));
            assertThat(training.dataset().schema().anomalies())
                    .extracting(anomaly -> anomaly.name())
                    .containsAnyOf("stray-texts", "stray-values", "repeated-header", "missing-label");
        }
        return Optional.of(rows);
    }

    private static int scored(Training training, Model model, boolean heldOut) {
        Dataset dataset = training.dataset();
        Scores scores = Scores.of(model, dataset.schema().target(), dataset.table(), dataset.split(), heldOut);
        boolean classes = dataset.schema().target() instanceof Target.Classes;
        for (int row = 0; row < scores.rows(); row++) {
            double[] values = Arrays.copyOfRange(scores.values(), row * scores.outputs(), (row + 1) * scores.outputs());
            if (!Arrays.stream(values).allMatch(Double::isFinite)
                    || (classes && Math.abs(Arrays.stream(values).sum() - 1) > 1e-9)) {
                throw new AssertionError("A row has the scores " + Arrays.toString(values));
            }
        }
        return scores.rows();
    }

    private static void assertThatItIsASentence(String message) {
        assertThat(message)
                .isNotBlank()
                .doesNotContain("Exception", "null", "at dev.", "java.")
                .doesNotContainPattern("\\b[a-z]+(\\.[a-z]+)+\\.[A-Z]");
    }
}
