package dev.dropfit.trainer.learn.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Link;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossesTest {
    @ParameterizedTest
    @CsvSource({"500, 1.0", "100, 0.2", "900, 0.2", "0, 0.0"})
    void theRarerOfTwoClassesDecidesHowEvenTheyAre(int positives, double evenness) {
        double[] actual = new double[1_000];
        Arrays.fill(actual, 0, positives, 1);

        assertThat(new Losses(true, Link.IDENTITY, 1, actual).evenness()).isCloseTo(evenness, within(1e-12));
    }

    @Test
    void numbersAndSeveralClassesCountAsEven() {
        double[] actual = {0, 0, 0, 2};

        assertThat(new Losses(false, Link.IDENTITY, 1, actual).evenness()).isEqualTo(1);
        assertThat(new Losses(true, Link.IDENTITY, 3, actual).evenness()).isEqualTo(1);
    }
}
