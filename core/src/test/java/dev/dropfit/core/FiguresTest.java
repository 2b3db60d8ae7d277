package dev.dropfit.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "1 | 1",
                "-1 | -1",
                "50 | 50",
                "103 | 103",
                "1973 | 1973",
                "9999 | 9999",
                "10000 | 10,000",
                "1234567 | 1,234,567",
                "-12000 | -12,000",
                "0.5 | 0.500",
                "-0.0123 | -0.012",
                "9.9994 | 9.999",
                "9.9996 | 10.0",
                "50.04 | 50.0",
                "999.94 | 999.9",
                "999.96 | 1000",
                "1234.56 | 1235",
                "9999.6 | 10,000",
                "12345.6 | 12,346",
                "0.0004 | 4.00e-04",
                "-0.00001234 | -1.23e-05",
                "1000000000 | 1.00e+09",
                "NaN | -",
                "-Infinity | -",
            })
    void aNumberHasNoDecimalsIfItIsWholeAndElseThreeSignificantDigitsOrMore(double value, String expected) {
        assertThat(Figures.number(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0.000",
                "-0.0003 | 0.000",
                "0.5 | 0.500",
                "1 | 1.000",
                "12 | 12.0",
                "-1234.5 | -1235",
                "-20000 | -20,000",
                "NaN | -",
                "Infinity | -",
            })
    void aRatioKeepsItsDecimals(double value, String expected) {
        assertThat(Figures.ratio(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 bytes",
                "1 | 1 byte",
                "999 | 999 bytes",
                "1000 | 1.0 kB",
                "37040 | 37.0 kB",
                "999949 | 999.9 kB",
                "999950 | 1.0 MB",
                "999950000 | 1.0 GB",
            })
    void aLengthHasTheUnitThatFitsIt(long bytes, String expected) {
        assertThat(Figures.bytes(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0.04 | < 0.1 s", "0.05 | 0.1 s", "99.94 | 99.9 s", "99.96 | 1.7 min", "NaN | -"})
    void aDurationIsInSecondsOrMinutes(double seconds, String expected) {
        assertThat(Figures.seconds(seconds)).isEqualTo(expected);
    }

    @Test
    void aCountIsGroupedAndNamed() {
        assertThat(Figures.count(1234)).isEqualTo("1,234");
        assertThat(Figures.rows(1)).isEqualTo("1 row");
        assertThat(Figures.count(1200, "run", "runs")).isEqualTo("1,200 runs");
    }

    @Test
    void aShareIsInPercent() {
        assertThat(Figures.percent(0.8766)).isEqualTo("87.7 %");
        assertThat(Figures.percent(-0.0001)).isEqualTo("0.0 %");
        assertThat(Figures.percent(Double.NaN)).isEqualTo(Figures.NONE);
    }

    @Test
    void aPageShowsAMinusSignAndADash() {
        assertThat(Figures.typographic("-0.012")).isEqualTo("−0.012");
        assertThat(Figures.typographic(Figures.NONE)).isEqualTo("–");
    }
}
