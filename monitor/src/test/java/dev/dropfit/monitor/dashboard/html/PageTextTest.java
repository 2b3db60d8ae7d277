package dev.dropfit.monitor.dashboard.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.monitor.dashboard.read.Metric;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTextTest {
    @ParameterizedTest
    @CsvSource({
        "0.9079861, 0.908",
        "-0.0041, −0.004",
        "145.123, 145.1",
        "'1234567.8', '1,234,568'",
        "0.00001234, 1.23e-05",
        "0, 0.000",
        "NaN, –"
    })
    void aNumberHasThreeOrFourSignificantDigits(double value, String shown) {
        assertThat(PageText.number(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"1975, 1975", "54, 54", "0.8, 0.8", "3.25, 3.25", "-2, −2", "'123456', '123,456'"})
    void aValueHasNoDecimalsThatSayNothing(double value, String shown) {
        assertThat(PageText.value(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "roc_auc, 0.0234, +0.023",
        "roc_auc, -0.0234, −0.023",
        "roc_auc, 0, ±0.000",
        "val_acc, 3.4321, +3.4 pp",
        "rmse, -12.34, −12.3",
        "f1, NaN, –"
    })
    void aDifferenceHasItsSign(String metric, double difference, String shown) {
        assertThat(Metric.of(metric).orElseThrow().formatDifference(difference)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"30, just now", "61, 1 min ago", "7300, 2 h ago", "200000, 2 days ago", "-5, just now"})
    void anAgeIsInTheLargestFittingUnit(long seconds, String shown) {
        Instant now = Instant.parse("2026-11-24T12:00:00Z");

        assertThat(PageText.age(now.minus(Duration.ofSeconds(seconds)), now).toString())
                .contains(">" + shown + "</time>");
    }

    @Test
    void bytesAreInDecimalUnits() {
        assertThat(PageText.bytes(999L)).isEqualTo("999 B");
        assertThat(PageText.bytes(37_040L)).isEqualTo("37.0 kB");
        assertThat(PageText.bytes(2L << 30)).isEqualTo("2.1 GB");
    }
}
