package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.registry.facts.RocPoint;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingTest {
    @ParameterizedTest
    @CsvSource({
        "'0.1 0.2 0.8 0.9', '0 0 1 1', 1",
        "'0.9 0.8 0.2 0.1', '0 0 1 1', 0",
        "'0.5 0.5 0.5 0.5', '0 1 0 1', 0.5",
        "'0.1 0.4 0.35 0.8', '0 0 1 1', 0.75",
        "'0.1 0.4 0.4 0.8', '0 0 1 1', 0.875",
        "'-3 0 0 7', '0 1 0 1', 0.875",
        "'0.3 0.7', '1 0', 0",
    })
    void areaCountsATieAsHalfAWin(String scores, String positive, double auc) {
        Ranking ranking = Ranking.of(numbers(scores), booleans(positive));

        assertThat(ranking.rocArea()).isCloseTo(auc, within(1e-15));
        assertThat(ranking.rocPoints()).startsWith(new RocPoint(0, 0)).endsWith(new RocPoint(1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        // scikit-learn: average_precision_score
        "'0.1 0.4 0.35 0.8', '0 0 1 1', 0.8333333333333333",
        "'0.1 0.4 0.4 0.8', '0 0 1 1', 0.8333333333333333",
        "'0.5 0.5 0.5 0.5', '0 1 0 1', 0.5",
        "'0.9 0.8 0.2 0.1', '0 0 1 1', 0.41666666666666663",
        "'0.1 0.2', '1 1', 1",
        "'0.1 0.2', '0 0', NaN",
    })
    void averagePrecisionWeighsThePrecisionAtEachThresholdByTheRecallThatItAdds(
            String scores, String positive, double expected) {
        assertThat(Ranking.of(numbers(scores), booleans(positive)).averagePrecision())
                .isCloseTo(expected, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"'0.1 0.2', '1 1'", "'0.1 0.2', '0 0'", "'0.1', '1'", "'', ''"})
    void rowsOfOneKindHaveNoCurve(String scores, String positive) {
        Ranking ranking = Ranking.of(numbers(scores), booleans(positive));

        assertThat(ranking.rocArea()).isNaN();
        assertThat(ranking.rocPoints()).isEmpty();
    }

    @Test
    void equalScoresAreOnePoint() {
        Ranking ranking = Ranking.of(new double[] {0.2, 0.7, 0.7, 0.7}, new boolean[] {false, true, false, true});

        assertThat(ranking.rocPoints()).containsExactly(new RocPoint(0, 0), new RocPoint(0.5, 1), new RocPoint(1, 1));
    }

    @Test
    void aLongCurveKeepsItsEndsItsOrderAndItsArea() {
        Random random = new Random(2);
        double[] scores = new double[5000];
        boolean[] positive = new boolean[5000];
        long wins = 0;
        long pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            positive[i] = random.nextBoolean();
            scores[i] = random.nextGaussian() + (positive[i] ? 1 : 0);
        }
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : 0;
                }
            }
        }

        Ranking ranking = Ranking.of(scores, positive);

        assertThat(ranking.rocArea()).isCloseTo((double) wins / pairs, within(1e-12));
        assertThat(ranking.rocPoints())
                .hasSize(Ranking.MAX_POINTS)
                .startsWith(new RocPoint(0, 0))
                .endsWith(new RocPoint(1, 1));
        for (int i = 1; i < ranking.rocPoints().size(); i++) {
            RocPoint before = ranking.rocPoints().get(i - 1);
            assertThat(ranking.rocPoints().get(i).falsePositiveRate())
                    .isGreaterThanOrEqualTo(before.falsePositiveRate());
            assertThat(ranking.rocPoints().get(i).truePositiveRate()).isGreaterThanOrEqualTo(before.truePositiveRate());
        }
    }

    private static double[] numbers(String text) {
        return text.lines()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static boolean[] booleans(String text) {
        boolean[] booleans = new boolean[text.replace(" ", "").length()];
        for (int i = 0; i < booleans.length; i++) {
            booleans[i] = text.charAt(2 * i) == '1';
        }
        return booleans;
    }
}
