package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.split.Split;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are never negative, counted, or skewed, from the file to the prediction. */
class NumberLinkTest {
    /** What a number is, for a trend that depends on the features. */
    @FunctionalInterface
    private interface Numbers {
        double of(double trend, Random random);
    }

    private static String csv(int rows, Numbers numbers) {
        Random random = new Random(3);
        return Tables.csv("a,b,c,y", rows, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            int c = random.nextInt(3);
            return a + "," + b + "," + "xyz".charAt(c) + "," + numbers.of(0.8 * a + Math.sin(2 * b) + 0.4 * c, random);
        });
    }

    private static Training train(String csv, String learner) throws Exception {
        return Training.of(
                Dataset.read(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                        SettingsReader.read("{\"label\": \"y\", \"learner\": \"" + learner + "\"}")),
                RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));
    }

    private static Link link(Training training) {
        return ((Target.Quantity) training.model().pipeline().target()).link();
    }

    /** The predictions of all rows, of both sides. */
    private static double[] predictions(Training training) {
        Dataset dataset = training.dataset();
        return Scores.of(training.model(), dataset.schema().target(), dataset.table(), Split.of(0), false)
                .values();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear-regression", "gradient-boosting", "random-forest", "auto"})
    void aNumberThatIsNeverNegativeIsNeverPredictedNegative(String learner) throws Exception {
        Training training = train(csv(400, (trend, random) -> Math.max(0, Math.rint(trend))), learner);

        assertThat(Arrays.stream(predictions(training)).boxed().toList()).allMatch(value -> value >= 0);
        assertThat(training.faithful()).isTrue();
    }

    @Test
    void aNumberThatMayBeNegativeStaysSo() throws Exception {
        Training training = train(csv(400, (trend, random) -> trend), "auto");

        assertThat(link(training)).isEqualTo(Link.IDENTITY);
        assertThat(Arrays.stream(predictions(training)).boxed().toList()).anyMatch(value -> value < 0);
    }

    /** The errors of prices are shares of them, so their logarithms are easier to learn. */
    @Test
    void theLogarithmOfPricesIsLearned() throws Exception {
        String csv = csv(800, (trend, random) -> 100 * Math.exp(1.2 * trend + 0.3 * random.nextGaussian()));

        Training training = train(csv, "auto");

        Link link = link(training);
        double boosting =
                train(csv, "gradient-boosting").holdout().orElseThrow().metric(Metric.RMSE);
        assertThat(link.logarithm()).isTrue();
        assertThat(training.holdout().orElseThrow().metric(Metric.RMSE)).isLessThan(boosting);
        assertThat(training.record().model().anomalies())
                .extracting(Anomaly::name)
                .contains("logarithm");
        assertThat(training.faithful()).isTrue();
        assertThat(Arrays.stream(predictions(training)).boxed().toList())
                .allMatch(value -> value >= link.min() && value <= link.max());
    }

    /** The mean of logarithms is not the logarithm of the mean. */
    @Test
    void theMeanOfThePredictionsIsThatOfTheNumbers() throws Exception {
        Training training = train(csv(2_000, (trend, random) -> Math.exp(trend + 0.8 * random.nextGaussian())), "auto");

        Scores scores = Scores.of(
                training.model(),
                training.dataset().schema().target(),
                training.dataset().table(),
                training.dataset().split(),
                true);

        double actual = Arrays.stream(scores.actual()).sum();
        // Without the correction it is too small by a quarter.
        assertThat(link(training).factor()).isGreaterThan(1.2);
        assertThat(Arrays.stream(scores.values()).sum()).isCloseTo(actual, within(0.15 * actual));
    }

    @Test
    void contributionsAddUpToTheLogarithmOfThePrediction() throws Exception {
        Training training =
                train(csv(400, (trend, random) -> Math.exp(1.5 * trend + 0.1 * random.nextGaussian())), "auto");
        Link link = link(training);
        double[] row = {0.3, 0.2, 1};
        double[] contributions = new double[3];
        double[] scores = new double[1];

        double base = training.model().scorer().contributions(row, 0, contributions);
        training.model().scorer().score(row, scores);

        assertThat(link.logarithm()).isTrue();
        assertThat(base + Arrays.stream(contributions).sum())
                .isCloseTo(Math.log(scores[0] + link.shift()), within(1e-9));
    }
}
