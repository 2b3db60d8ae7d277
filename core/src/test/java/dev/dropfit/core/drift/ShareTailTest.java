package dev.dropfit.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareTailTest {
    @Test
    void theTailIsThatOfFishersExactTest() {
        // The lady tasting tea: 4 of 4, and at least 3 of 4.
        assertThat(Math.exp(ShareTail.log(0, 4, 4, 4))).isCloseTo(1 / 70.0, within(1e-9));
        assertThat(Math.exp(ShareTail.log(1, 4, 3, 4))).isCloseTo(17 / 70.0, within(1e-9));
        assertThat(ShareTail.log(10, 100, 0, 50)).isCloseTo(0, within(1e-9));
    }

    @Test
    void largeSamplesAreClose() {
        // 5 % and 10 % of 500 rows against 100,000: 5.1 standard errors.
        assertThat(ShareTail.log(5000, 100_000, 50, 500)).isBetween(-14.0, -10.5);
    }

    @Test
    void halfOfTheProbabilityOfTheCountItselfMayBeLeftOut() {
        assertThat(Math.exp(ShareTail.midLog(0, 4, 4, 4))).isCloseTo(0.5 / 70, within(1e-9));
        assertThat(Math.exp(ShareTail.midLog(1, 4, 3, 4))).isCloseTo((16 / 2.0 + 1) / 70, within(1e-9));
    }
}
