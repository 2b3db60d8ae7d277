package dev.dropfit.core.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "NA", "na", "N/A", "NaN", "nan", "null", "NULL", "?"})
    void theseTextsMeanAMissingValue(String text) {
        assertThat(Values.isMissing(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "none", "-", "nat", "n", "NAN1", "??", "unknown"})
    void theseTextsDoNotMeanAMissingValue(String text) {
        assertThat(Values.isMissing(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "-1,-1",
        "+1,1",
        "1.5,1.5",
        ".5,0.5",
        "5.,5",
        "1e3,1000",
        "1E-3,0.001",
        "1.0,1",
        "0.1,0.1",
        "123456789012345678,123456789012345678",
        "0.30000000000000004,0.30000000000000004",
        "4.9e-324,4.9e-324",
        "1.7976931348623157e308,1.7976931348623157e308",
        "9007199254740993,9007199254740992"
    })
    void theseAreNumbers(String text, double number) {
        assertThat(Values.number(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "e5",
                "1e",
                "1e+",
                "1_000",
                "1,5",
                "0x10",
                "1f",
                "1d",
                "Infinity",
                "-Infinity",
                "१२",
                "007",
                "1e999",
                "-1e999",
                "1 2",
                "--1",
                "1.2.3",
                "½",
                "１"
            })
    void theseAreTexts(String text) {
        assertThat(Values.number(text)).isNaN();
    }

    @Test
    void minusZeroIsZero() {
        assertThat(1 / Values.number("-0")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(1 / Values.number("-0.0e-999")).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void everyDoubleIsReadAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200_000; i++) {
            double number = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : Math.round(random.nextDouble(-1e6, 1e6) * 1000) / 1000.0;
            if (Double.isFinite(number) && number != 0) {
                assertThat(Values.number(Double.toString(number))).isEqualTo(number);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1.0,1", "1e0,1", "+1,1", "-0,0", "2.50,2.5", "abc,abc", "007,007", "1e20,1.0E20", "True,True"})
    void numbersThatAreEqualAreOneCategory(String text, String category) {
        assertThat(Values.category(text)).isEqualTo(category);
    }
}
