package dev.dropfit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShortestDecimalTest {
    @Test
    void aNumberHasTheFewestDigitsThatReadBackAsItself() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000_000; i++) {
            double number = random.nextDouble() * Math.pow(10, random.nextInt(-2, 8)) * (random.nextBoolean() ? 1 : -1);
            String text = written(number);

            assertThat(Double.parseDouble(text)).isEqualTo(number);
            assertThat(text.length())
                    .isLessThanOrEqualTo(Double.toString(number).length());
        }
    }

    @Test
    void fewDigitsStayFew() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 200_000; i++) {
            String decimal = BigDecimal.valueOf(random.nextLong(1, 1_000_000), random.nextInt(0, 6))
                    .toPlainString();
            double number = Double.parseDouble(decimal);

            assertThat(written(number)).isEqualTo(plain(number));
        }
    }

    private static String plain(double number) {
        return Math.abs(number) >= 1e-3 && Math.abs(number) < 1e7
                ? new BigDecimal(Double.toString(number)).toPlainString()
                : Double.toString(number);
    }

    @ParameterizedTest
    @CsvSource({
        "0.001, 0.001",
        "0.1, 0.1",
        "0.3, 0.3",
        "0.8867994915919107, 0.8867994915919107",
        "1, 1.0",
        "3, 3.0",
        "-12.5, -12.5",
        "100, 100.0",
        "9999999, 9999999.0",
        "9999999.999999998, 9999999.999999998",
        "0.0010000000000000002, 0.0010000000000000002"
    })
    void numbersAreWrittenAsJavaWritesThem(double number, String text) {
        assertThat(written(number)).isEqualTo(text).isEqualTo(Double.toString(number));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 2, 1e7, 9.99e-4, 1e300, 4.9E-324, -1e-5})
    void otherNumbersAreLeftToJava(double number) {
        assertThat(ShortestDecimal.write(number, new byte[ShortestDecimal.MAX_LENGTH], 0))
                .isNegative();
        assertThat(written(number)).isEqualTo(Double.toString(number));
    }

    private static String written(double number) {
        return ShortestDecimal.text(number);
    }
}
