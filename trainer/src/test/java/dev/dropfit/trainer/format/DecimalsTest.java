package dev.dropfit.trainer.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DecimalsTest {
    @Test
    void numbersOfUpToNineDigitsAreKeptExactly() {
        SplittableRandom random = new SplittableRandom(5);
        for (int digits = 0; digits <= 9; digits++) {
            double[] numbers = new double[4096];
            for (int i = 0; i < numbers.length; i++) {
                double drawn = random.nextDouble(-2, 2);
                numbers[i] = i % 9 == 0
                        ? Double.NaN
                        : Double.parseDouble(String.format(Locale.ROOT, "%." + digits + "f", drawn)) + 0.0;
            }

            Decimals decimals = Decimals.of(numbers, numbers.length).orElseThrow();

            assertThat(decimals.numbers()).isEqualTo(numbers);
            assertThat(decimals.get(1)).isEqualTo(numbers[1]);
        }
    }

    @Test
    void whatWouldLoseDigitsIsNotCompacted() {
        for (double number : new double[] {
            1.0 / 3, 1e-10, 3e9, -0.0, Double.MAX_VALUE, Double.POSITIVE_INFINITY, 2147483647.5, 0.1 + 0.2
        }) {
            assertThat(Decimals.of(new double[] {1, number}, 2))
                    .as("%s", number)
                    .isEmpty();
        }
    }

    @Test
    void digitsThatOverflowAnEarlierNumberAreNotCompacted() {
        assertThat(Decimals.of(new double[] {2_000_000_000, 0.1}, 2)).isEmpty();
    }
}
