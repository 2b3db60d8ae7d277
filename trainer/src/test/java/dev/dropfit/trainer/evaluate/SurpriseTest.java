package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SurpriseTest {
    private static final int ROWS = 20_000;

    @Test
    void aModelThatIsAsSureAsItMayBeIsNotSurprised() {
        Surprise surprise = Surprise.of(scores(ROWS, 1));

        assertThat(surprise.mean()).isCloseTo(0, within(3 * surprise.error()));
    }

    @Test
    void aModelThatIsTooSureIsSurprised() {
        Surprise surprise = Surprise.of(scores(ROWS, 2));

        assertThat(surprise.mean()).isGreaterThan(10 * surprise.error());
    }

    @Test
    void theErrorIsTheDeviationOfManySamples() {
        double squares = 0;
        double errors = 0;
        for (int sample = 0; sample < 500; sample++) {
            Surprise surprise = Surprise.of(scores(new SplittableRandom(sample), 100, 1));
            squares += surprise.mean() * surprise.mean() / 500;
            errors += surprise.error() / 500;
        }

        assertThat(errors).isCloseTo(Math.sqrt(squares), within(0.1 * errors));
    }

    @Test
    void whatOtherRowsAreExpectedToGiveIsClosestInManySamples() {
        double ofExpected = 0;
        double ofObserved = 0;
        double errors = 0;
        for (int model = 0; model < 300; model++) {
            SplittableRandom random = new SplittableRandom(model);
            double factor = 1 + 0.2 * random.nextGaussian();
            double truth = Surprise.of(scores(random, 20_000, factor)).mean();
            Surprise observed = Surprise.of(scores(random, 100, factor));
            Surprise expected = observed.expected(0, 0.07);
            ofExpected += square(expected.mean() - truth) / 300;
            ofObserved += square(observed.mean() - truth) / 300;
            errors += square(expected.error()) / 300;
        }

        assertThat(ofExpected).isLessThan(0.8 * ofObserved).isCloseTo(errors, within(0.4 * errors));
    }

    private static double square(double value) {
        return value * value;
    }

    @Test
    void aRecordKeepsIt() {
        Surprise surprise = Surprise.of(scores(ROWS, 1));
        Surprise read = Surprise.of(surprise.estimate());

        assertThat(read.mean()).isEqualTo(surprise.mean());
        assertThat(read.error()).isCloseTo(surprise.error(), within(1e-12));
    }

    @Test
    void withoutRowsItIsNotKnown() {
        assertThat(Surprise.of(scores(0, 1)).estimate().value()).isNaN();
    }

    /** Probabilities of a label that is drawn with them, with log-odds that are too large by a factor. */
    private static Scores scores(int rows, double factor) {
        return scores(new SplittableRandom(5), rows, factor);
    }

    private static Scores scores(SplittableRandom random, int rows, double factor) {
        double[] values = new double[2 * rows];
        double[] actual = new double[rows];
        for (int row = 0; row < rows; row++) {
            double odds = 1.5 * random.nextGaussian();
            actual[row] = random.nextDouble() < probability(odds) ? 1 : 0;
            values[2 * row + 1] = probability(factor * odds);
            values[2 * row] = 1 - values[2 * row + 1];
        }
        return new Scores(2, values, actual);
    }

    private static double probability(double odds) {
        return 1 / (1 + Math.exp(-odds));
    }
}
