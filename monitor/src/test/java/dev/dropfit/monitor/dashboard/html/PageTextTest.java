package dev.dropfit.monitor.dashboard.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTextTest {
    @ParameterizedTest
    @CsvSource({
        "1975, 1975",
        "0.8, 0.8",
        "3.25, 3.25",
        "9.9999, 10",
        "-0.0041, −0.004",
        "'1234567.8', '1,234,568'",
        "0.00001234, 1.23e−05",
        "NaN, –"
    })
    void aValueHasNoTrailingZerosAndARealMinusSign(double value, String shown) {
        assertThat(PageText.value(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"3.8, 3.800", "103, 103", "-145.12, −145.1", "NaN, –"})
    void aPredictedQuantityHasThreeSignificantDigits(double value, String shown) {
        assertThat(PageText.quantity(value)).isEqualTo(shown);
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
        assertThat(PageText.difference(Metric.parse(metric).orElseThrow(), difference))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 2, +0.500",
        "-0.5, 2, −0.500",
        "0.0001, 2, ±0.000",
        "12.34, 20, +12.3",
        "0.0001, 0.0002, +1.00e−04",
        "0, 0, ±0"
    })
    void aContributionIsNoMoreExactThanTheLargest(double value, double largest, String shown) {
        assertThat(PageText.contribution(value, largest)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"30, just now", "61, 1 min ago", "7300, 2 h ago", "200000, 2 days ago", "-5, just now"})
    void anAgeIsInTheLargestFittingUnit(long seconds, String shown) {
        Instant now = Instant.parse("2026-11-24T12:00:00Z");

        assertThat(PageText.age(now.minus(Duration.ofSeconds(seconds)), now).toString())
                .contains(">" + shown + "</time>");
    }

    @Test
    void anUnknownFigureIsADash() {
        assertThat(PageText.count(OptionalLong.empty())).isEqualTo("–");
        assertThat(PageText.bytes(OptionalLong.empty())).isEqualTo("–");
        assertThat(PageText.seconds(Double.NaN)).isEqualTo("–");
        assertThat(PageText.percent(Double.NaN)).isEqualTo("–");
        assertThat(PageText.metric(Metric.R2, Double.NaN)).isEqualTo("–");
    }
}
