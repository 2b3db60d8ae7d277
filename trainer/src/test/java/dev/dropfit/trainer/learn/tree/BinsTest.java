package dev.dropfit.trainer.learn.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinsTest {
    @Test
    void aThresholdHasTheFewestDigitsBetweenTwoValues() {
        Bins bins = Bins.ofNumbers(new float[] {-1.7434f, -1.7424f, 0.2f, 0.9f, 3, 1000}, 256, 0);

        assertThat(IntStream.range(0, bins.thresholds()).mapToObj(bins::threshold))
                .containsExactly(-1.743f, -0.8f, 0.5f, 2f, 500f);
    }

    @Test
    void fewDifferentNumbersGetOneBinEach() {
        Bins bins = Bins.ofNumbers(new float[] {-2, -2, 0, 1, 1, 7}, 256, 0);

        assertThat(bins.size()).isEqualTo(4);
        assertThat(bins.of(-2)).isEqualTo(0);
        assertThat(bins.of(0)).isEqualTo(1);
        assertThat(bins.of(1)).isEqualTo(2);
        assertThat(bins.of(7)).isEqualTo(3);
        assertThat(bins.of(-100)).isEqualTo(0);
        assertThat(bins.of(100)).isEqualTo(3);
    }

    @Test
    void aThresholdIsBetweenTheNumbersThatItSeparates() {
        Bins bins = Bins.ofNumbers(new float[] {1, 3}, 256, 0);

        assertThat(bins.cuts()).isEqualTo(1);
        assertThat(bins.threshold(0)).isEqualTo(2);
    }

    @Test
    void neighbouringFloatsGetDifferentBins() {
        float next = Math.nextUp(1f);
        Bins bins = Bins.ofNumbers(new float[] {1, next}, 256, 0);

        assertThat(bins.of(1)).isEqualTo(0);
        assertThat(bins.of(next)).isEqualTo(1);
        assertThat(1f < bins.threshold(0)).isTrue();
        assertThat(next < bins.threshold(0)).isFalse();
    }

    @Test
    void ofMoreLevelsThanBinsThoseNextToEachOtherShareOne() {
        // 300 levels: 100 at even positions, 200 next to each other.
        int[] positions = new int[300];
        Arrays.setAll(positions, level -> level < 100 ? -2 * level - 1 : level - 99);

        Bins bins = Bins.ofOrderedLevels(positions);

        assertThat(bins.size()).isEqualTo(101);
        assertThat(bins.levelCuts()).isZero();
        assertThat(bins.cuts()).isEqualTo(100);
        int[] binOfLevel = IntStream.range(0, 300).map(bins::ofLevel).toArray();
        assertThat(binOfLevel[99]).isZero();
        assertThat(binOfLevel[0]).isEqualTo(99);
        assertThat(Arrays.stream(binOfLevel).skip(100)).containsOnly(100);
        assertThat(bins.threshold(99)).isEqualTo(0);
        assertThat(bins.left(99, 99)).isTrue();
        assertThat(bins.left(100, 99)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16, 256})
    void binsOfManyNumbersHaveAboutTheSameNumberOfRows(int most) {
        Random random = new Random(3);
        float[] numbers = new float[100_000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.exp(3 * random.nextGaussian());
        }
        Arrays.sort(numbers);

        Bins bins = Bins.ofNumbers(numbers, most, 0);

        int[] counts = new int[bins.size()];
        for (float number : numbers) {
            counts[bins.of(number)]++;
        }
        assertThat(bins.size()).isEqualTo(most);
        assertThat(Arrays.stream(counts))
                .allMatch(count -> Math.abs(count - 100_000 / most) <= 100_000 / most / 10 + 1);
    }

    @Test
    void aNumberThatMostRowsHaveFillsOneBin() {
        float[] numbers = new float[10_000];
        for (int i = 9_000; i < numbers.length; i++) {
            numbers[i] = i;
        }

        Bins bins = Bins.ofNumbers(numbers, 16, 0);

        assertThat(bins.size()).isBetween(2, 16);
        assertThat(bins.of(0)).isEqualTo(0);
        assertThat(bins.of(9_999)).isEqualTo(bins.size() - 1);
    }

    @Test
    void constantsAndEmptySamplesHaveOneBinAndNoSplit() {
        assertThat(Bins.ofNumbers(new float[] {5, 5, 5}, 256, 0).cuts()).isEqualTo(0);
        assertThat(Bins.ofNumbers(new float[0], 256, 0).cuts()).isEqualTo(0);
        assertThat(Bins.ofLevels(1).cuts()).isEqualTo(0);
    }

    @Test
    void aSplitSeparatesALevelFromAllOthers() {
        Bins bins = Bins.ofLevels(3);

        assertThat(bins.cuts()).isEqualTo(3);
        assertThat(bins.left(0, 1)).isTrue();
        assertThat(bins.left(1, 1)).isFalse();
        assertThat(bins.left(2, 1)).isTrue();
        assertThat(bins.column(1)).isEqualTo(1);
        assertThat(0 < bins.threshold(1)).isTrue();
        assertThat(1 < bins.threshold(1)).isFalse();
    }

    @Test
    void missingNumbersHaveTheLastBinAndAreOnEitherSide() {
        Bins bins = Bins.ofNumbers(new float[] {1, 2, Float.NaN}, 256, 1);

        assertThat(bins.size()).isEqualTo(3);
        assertThat(bins.of(Float.NaN)).isEqualTo(2);
        assertThat(bins.cuts()).isEqualTo(3);
        assertThat(bins.left(2, 0)).isFalse();
        assertThat(bins.left(2, 1)).isTrue();
        assertThat(bins.left(0, 1)).isTrue();
        assertThat(bins.left(1, 1)).isFalse();
        assertThat(bins.left(1, 2)).isTrue();
        assertThat(bins.left(2, 2)).isFalse();
        assertThat(bins.threshold(2)).isEqualTo(Float.MAX_VALUE);
    }

    @Test
    void withoutMissingNumbersALaterOneCountsAsTheMedian() {
        Bins bins = Bins.ofNumbers(new float[] {1, 2, 3}, 256, 2);

        assertThat(bins.of(Float.NaN)).isEqualTo(1);
        assertThat(bins.missingLeft(0)).isFalse();
        assertThat(bins.missingLeft(1)).isTrue();
    }
}
