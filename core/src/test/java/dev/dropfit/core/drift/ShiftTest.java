package dev.dropfit.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShiftTest {
    private static final Chance CHANCE = new Chance(0.002, 40);

    @Test
    void theIndexIsThatOfTwoShares() {
        Shift shift = Shift.of(new long[] {50_000, 50_000}, new long[] {60_000, 40_000});

        assertThat(shift.index()).isCloseTo(0.1 * Math.log(1.2) - 0.1 * Math.log(0.8), within(0.0001));
        assertThat(shift.standardErrors()).isGreaterThan(10);
        // That is beyond chance, but too little to matter.
        assertThat(shift.moved(CHANCE)).isFalse();
        assertThat(Shift.of(new long[] {50_000, 50_000}, new long[] {70_000, 30_000})
                        .moved(CHANCE))
                .isTrue();
    }

    @Test
    void twoSamplesOfOnePopulationHaveAnIndexOfZeroOnAverage() {
        SplittableRandom random = new SplittableRandom(1);
        int pairs = 2000;
        double sum = 0;
        int moved = 0;
        for (int pair = 0; pair < pairs; pair++) {
            Shift shift = Shift.of(counts(300, random), counts(300, random));
            sum += shift.index();
            moved += shift.moved(CHANCE) ? 1 : 0;
        }

        assertThat(sum / pairs).isCloseTo(0, within(0.005));
        assertThat(moved).isZero();
    }

    @Test
    void fewRowsAreMergedUntilTheySaySomething() {
        assertThat(Shift.of(new long[] {3, 2, 1}, new long[] {0, 2, 4})).isEqualTo(new Shift(0, 0));
        assertThat(Shift.of(new long[] {1, 500, 0}, new long[] {0, 501, 3})).isEqualTo(new Shift(0, 0));
    }

    private static long[] counts(int rows, SplittableRandom random) {
        long[] counts = new long[20];
        for (int row = 0; row < rows; row++) {
            counts[(int) (20 * random.nextDouble() * random.nextDouble())]++;
        }
        return counts;
    }
}
