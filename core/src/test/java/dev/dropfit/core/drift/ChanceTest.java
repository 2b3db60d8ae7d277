package dev.dropfit.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChanceTest {
    @Test
    void onlyComparisonsThatCouldFindADifferenceShareTheProbability() {
        double never = Math.log(0.2);
        double always = Math.log(1e-9);

        assertThat(level(never, never, always, always, never)).isCloseTo(0.01 / 2, within(1e-12));
        assertThat(level(never, never)).isEqualTo(0.01, within(1e-12));
        assertThat(level()).isEqualTo(0.01, within(1e-12));
    }

    /** Tarone's rule: with a third of the probability the second and the third one could find nothing, so they don't count; with a half the second one could. */
    @Test
    void whatCouldFindADifferenceIsDecidedByTheProbabilityThatItGets() {
        assertThat(level(Math.log(1e-9), Math.log(0.004), Math.log(0.006))).isCloseTo(0.01 / 2, within(1e-12));
    }

    private static double level(double... least) {
        return Math.exp(Chance.ofPossible(0.01, least).logLevel());
    }
}
