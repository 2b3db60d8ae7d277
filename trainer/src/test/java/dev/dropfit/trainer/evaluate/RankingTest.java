package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.registry.facts.ClassCurve;
import dev.dropfit.core.registry.facts.RocPoint;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
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

    @Test
    void scoresThatDifferInTheirLastDigitOnlyAreDifferentPlaces() {
        double score = 0.7;
        double higher = Math.nextUp(score);
        double highest = Math.nextUp(higher);

        Ranking ranking = Ranking.of(
                new double[] {higher, score, highest, score, 0.1, -0.0, 0.0},
                new boolean[] {false, false, true, true, false, true, false});

        // The three positive rows win 4, 2.5 and 0.5 of their 12 pairs with the others.
        assertThat(ranking.rocArea()).isCloseTo(7.0 / 12, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"1000", "300", "10"})
    void aSampleAndAGroupAreRankedAsTheirRowsAlone(int size) {
        Random random = new Random(size);
        double[] scores = random.doubles(2000)
                .map(score -> random.nextBoolean() ? score : Math.round(score * 20) / 20.0)
                .toArray();
        boolean[] positive = new boolean[scores.length];
        int[] groupOf = new int[scores.length];
        for (int row = 0; row < scores.length; row++) {
            positive[row] = random.nextDouble() < scores[row];
            groupOf[row] = row < size ? 0 : row % 3 - 1;
        }
        Ranking whole = Ranking.of(scores, positive);

        Ranking.Groups groups = whole.new Grouped(IntStream.range(0, scores.length)
                        .filter(row -> groupOf[row] >= 0)
                        .toArray())
                .of(groupOf, 2);

        for (int group = 0; group < 2; group++) {
            int own = group;
            int[] rows = IntStream.range(0, scores.length)
                    .filter(row -> groupOf[row] == own)
                    .toArray();
            boolean[] kinds = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                kinds[i] = positive[rows[i]];
            }
            Ranking alone = Ranking.of(
                    Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray(), kinds);
            assertThat(groups.areas()[group]).isEqualTo(alone.rocArea());
            assertThat(groups.rarerRows()[group]).isEqualTo(alone.rarerRows());
            assertThat(whole.sample(rows).rocArea()).isEqualTo(alone.rocArea());
            assertThat(whole.sample(rows).averagePrecision()).isEqualTo(alone.averagePrecision());
            assertThat(whole.sample(rows).rocPoints()).isEqualTo(alone.rocPoints());
        }
    }

    @Test
    void aSmallSampleIsRankedAsItsRowsAlone() {
        double[] scores = new Random(5).doubles(2000).toArray();
        boolean[] positive = new boolean[scores.length];
        positive[3] = true;
        positive[900] = true;
        int[] rows = {3, 40, 41, 900, 1500};

        Ranking alone = Ranking.of(
                Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray(),
                new boolean[] {true, false, false, true, false});

        assertThat(Ranking.of(scores, positive).sample(rows).rocPoints()).isEqualTo(alone.rocPoints());
        assertThat(Ranking.of(scores, positive).sample(rows).rocArea()).isEqualTo(alone.rocArea());
    }

    @Test
    void theCurveOfARareClassHasAPointForEachOfItsRows() {
        double[] scores = new double[100];
        boolean[] positive = new boolean[100];
        for (int row = 0; row < 100; row++) {
            scores[row] = 100 - row;
        }
        positive[0] = true;
        positive[2] = true;
        positive[9] = true;

        ClassCurve curve = Ranking.of(scores, positive).curve();

        assertThat(curve.points())
                .containsExactly(
                        new ClassCurve.Point(1, 0),
                        new ClassCurve.Point(2, 1),
                        new ClassCurve.Point(3, 7),
                        new ClassCurve.Point(3, 97));
        assertThat(curve.averagePrecision()).isEqualTo((1 + 2 / 3.0 + 3 / 10.0) / 3);
    }

    @Test
    void theCurveOfALongRankingIsBounded() {
        double[] scores = new Random(5).doubles(2000).toArray();
        boolean[] positive = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            positive[row] = scores[row] > 0.4;
        }

        assertThat(Ranking.of(scores, positive).curve().points())
                .hasSize(ClassCurve.MAX_POINTS)
                .endsWith(new ClassCurve.Point(count(positive), scores.length - count(positive)));
        assertThat(Ranking.of(scores, new boolean[scores.length]).curve()).isEqualTo(ClassCurve.NONE);
    }

    private static int count(boolean[] positive) {
        int count = 0;
        for (boolean one : positive) {
            count += one ? 1 : 0;
        }
        return count;
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
