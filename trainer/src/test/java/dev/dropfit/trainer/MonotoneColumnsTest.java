package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The setting {@code monotone}, from the file to the prediction. */
class MonotoneColumnsTest {
    private static final int ROWS = 800;

    /** Noise around a wave: without a direction, predictions rise and fall with each number. */
    private static String csv(boolean classes, long seed) {
        Random random = new Random(seed);
        return Tables.csv("up,down,free,town,y", ROWS, row -> {
            double up = random.nextInt(200) / 10.0;
            double down = random.nextInt(200) / 10.0;
            double free = random.nextGaussian();
            int town = random.nextInt(5);
            double y =
                    2 * Math.sin(up) + Math.cos(down) + up / 10 - down / 10 + free * town / 5 + random.nextGaussian();
            return (random.nextInt(10) == 0 ? "" : up) + "," + down + "," + free + "," + "abcde".charAt(town) + ","
                    + (classes ? y > 0 ? "yes" : "no" : y);
        });
    }

    private static Dataset read(String csv, String monotone) throws Exception {
        return Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                SettingsReader.read("{\"label\": \"y\"" + monotone + "}"));
    }

    private static Training train(String csv, String settings) throws Exception {
        return Training.of(read(csv, settings), RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));
    }

    /** How often the score falls when one number of a random row rises step by step. */
    private static int falls(Training training, int feature) {
        boolean classes = training.model().pipeline().target() instanceof Target.Classes;
        Random random = new Random(11);
        double[] scores = new double[classes ? 2 : 1];
        int falls = 0;
        for (int i = 0; i < 100; i++) {
            double[] row = {
                random.nextInt(8) == 0 ? Double.NaN : 20 * random.nextDouble(),
                20 * random.nextDouble(),
                random.nextGaussian(),
                random.nextInt(5)
            };
            double before = Double.NEGATIVE_INFINITY;
            for (double value = -1; value < 22; value += 0.25) {
                row[feature] = value;
                training.model().scorer().score(row, scores);
                double score = scores[scores.length - 1];
                falls += score < before ? 1 : 0;
                before = score;
            }
        }
        return falls;
    }

    /** How often the score rises. */
    private static int rises(Training training, int feature) {
        Random random = new Random(12);
        boolean classes = training.model().pipeline().target() instanceof Target.Classes;
        double[] scores = new double[classes ? 2 : 1];
        int rises = 0;
        for (int i = 0; i < 100; i++) {
            double[] row = {20 * random.nextDouble(), 20 * random.nextDouble(), random.nextGaussian(), random.nextInt(5)
            };
            double before = Double.POSITIVE_INFINITY;
            for (double value = -1; value < 22; value += 0.25) {
                row[feature] = value;
                training.model().scorer().score(row, scores);
                double score = scores[scores.length - 1];
                rises += score > before ? 1 : 0;
                before = score;
            }
        }
        return rises;
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 2", "true, 3", "false, 4"})
    void predictionsOnlyRiseOrOnlyFallWithAColumn(boolean classes, long seed) throws Exception {
        String csv = csv(classes, seed);

        Training kept = train(csv, ", \"monotone\": {\"up\": \"increasing\", \"down\": \"decreasing\"}");
        Training free = train(csv, ", \"learner\": \"gradient-boosting\"");

        assertThat(falls(kept, 0)).isZero();
        assertThat(rises(kept, 1)).isZero();
        assertThat(falls(free, 0)).isPositive();
        assertThat(rises(free, 1)).isPositive();
        assertThat(falls(kept, 2)).as("a column without a direction").isPositive();
        assertThat(rises(kept, 0)).as("the column is still used").isPositive();
    }

    @Test
    void theRecordSaysWhatIsGuaranteed() throws Exception {
        Training training = train(
                csv(true, 1),
                ", \"monotone\": {\"up\": \"increasing\", \"free\": \"increasing\", \"down\": \"decreasing\"}");

        assertThat(training.model().pipeline().learner()).isEqualTo("gradient-boosting");
        assertThat(training.dataset().schema().notes())
                .contains(
                        "when 'up', 'free' rises and all else is equal, the probability of 'yes' never falls, as"
                                + " monotone in dropfit.json says",
                        "when 'down' rises and all else is equal, the probability of 'yes' never rises, as monotone in"
                                + " dropfit.json says");
        assertThat(training.dataset().schema().anomalies())
                .extracting(Anomaly::name)
                .contains("monotone-increasing", "monotone-decreasing");
    }

    @Test
    void otherLearnersColumnsAndLabelsAreRefused() {
        assertThatThrownBy(() -> SettingsReader.read("{\"learner\": \"auto\", \"monotone\": {\"up\": \"increasing\"}}"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("dropfit.json: monotone is set, but learner is auto; accepted with it is gradient-boosting,"
                        + " which is also fitted if learner is not set");
        assertThatThrownBy(() -> SettingsReader.read("{\"monotone\": {\"up\": \"rising\"}}"))
                .hasMessageContaining("monotone.up is 'rising'; accepted are increasing, decreasing");
        assertThatThrownBy(() -> read(csv(true, 1), ", \"monotone\": {\"town\": \"increasing\"}"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("monotone contains 'town', but the model uses it as categorical");
        assertThatThrownBy(() -> read(csv(true, 1), ", \"monotone\": {\"income\": \"increasing\"}"))
                .hasMessage("dropfit.json: monotone contains 'income', which is not in the header of the dataset; found"
                        + " are up, down, free, town");
        assertThatThrownBy(() -> read(csv(true, 1), ", \"monotone\": {\"y\": \"increasing\"}"))
                .hasMessageContaining("monotone contains 'y', which is the label");
        String three = Tables.csv("up,y", 300, row -> row + "." + row % 10 + "," + "abc".charAt(row % 3));
        assertThatThrownBy(() -> read(three, ", \"monotone\": {\"up\": \"increasing\"}"))
                .hasMessage(
                        "dropfit.json: monotone is set, but the label 'y' has 3 classes; accepted are a number and a"
                                + " label with two classes");
    }
}
