package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A class of one row in five hundred is learned, and its probabilities are neither raised nor lowered. */
final class RarePositivesTest {
    @Test
    void oneRowInFiveHundredIsFoundAndItsProbabilitiesStayCalibrated() throws Exception {
        Random random = new Random(5);
        String csv = Tables.csv("a,b,c,target", 20_000, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double logOdds = -13 + 2 * a + 3 * Math.abs(b);
            return String.format(
                    Locale.ROOT,
                    "%.3f,%.3f,%.3f,%s",
                    a,
                    b,
                    random.nextGaussian(),
                    random.nextDouble() < 1 / (1 + Math.exp(-logOdds)) ? "fraud" : "fine");
        });

        Training training = Training.of(
                Dataset.read(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                        SettingsReader.read("{\"holdout\":0.4,\"budget\":{\"seconds\":5}}")),
                RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));

        Evaluation holdout = training.holdout().orElseThrow();
        Evaluation baseline = training.baseline().orElseThrow();
        assertThat(holdout.metric(Metric.ROC_AUC)).isGreaterThan(0.9);
        assertThat(holdout.metric(Metric.LOG_LOSS)).isLessThan(0.9 * baseline.metric(Metric.LOG_LOSS));
        assertThat(holdout.metric(Metric.CALIBRATION_ERROR)).isLessThan(0.002);
    }
}
