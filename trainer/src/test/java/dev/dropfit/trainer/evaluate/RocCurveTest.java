package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RocCurveTest {
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
        RocCurve curve = RocCurve.of(numbers(scores), booleans(positive));

        assertThat(curve.auc()).isCloseTo(auc, within(1e-15));
        assertThat(curve.points()).startsWith(new RocCurve.Point(0, 0)).endsWith(new RocCurve.Point(1, 1));
    }

    @ParameterizedTest
    @CsvSource({"'0.1 0.2', '1 1'", "'0.1 0.2', '0 0'", "'0.1', '1'", "'', ''"})
    void rowsOfOneKindHaveNoCurve(String scores, String positive) {
        RocCurve curve = RocCurve.of(numbers(scores), booleans(positive));

        assertThat(curve.auc()).isNaN();
        assertThat(curve.points()).isEmpty();
    }

    @Test
    void equalScoresAreOnePoint() {
        RocCurve curve = RocCurve.of(new double[] {0.2, 0.7, 0.7, 0.7}, new boolean[] {false, true, false, true});

        assertThat(curve.points())
                .containsExactly(new RocCurve.Point(0, 0), new RocCurve.Point(0.5, 1), new RocCurve.Point(1, 1));
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

        RocCurve curve = RocCurve.of(scores, positive);

        assertThat(curve.auc()).isCloseTo((double) wins / pairs, within(1e-12));
        assertThat(curve.points())
                .hasSize(RocCurve.MOST_POINTS)
                .startsWith(new RocCurve.Point(0, 0))
                .endsWith(new RocCurve.Point(1, 1));
        for (int i = 1; i < curve.points().size(); i++) {
            RocCurve.Point before = curve.points().get(i - 1);
            assertThat(curve.points().get(i).falsePositiveRate()).isGreaterThanOrEqualTo(before.falsePositiveRate());
            assertThat(curve.points().get(i).truePositiveRate()).isGreaterThanOrEqualTo(before.truePositiveRate());
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
