package dev.dropfit.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {
    @ParameterizedTest
    @EnumSource(Metric.class)
    void aMetricIsFoundByItsKeyAndByItsTask(Metric metric) {
        assertThat(Metric.parse(metric.text())).contains(metric);
        assertThat(Metric.of(metric.classification())).contains(metric);
        assertThat(Metric.of(!metric.classification())).doesNotContain(metric);
        assertThat(Metric.accepted(metric.classification())).contains(metric.text());
    }

    @Test
    void anUnknownKeyIsNoMetric() {
        assertThat(Metric.parse("auc")).isEmpty();
        assertThat(Metric.parse("ROC_AUC")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void theBestValueIsNotWorseThanAnyOther(Metric metric) {
        double best = (metric.higherIsBetter() ? metric.max() : metric.min()).orElseThrow();

        assertThat(metric.gain(best, 0.3)).isPositive();
        assertThat(metric.isWorse(best, 0.3, 0)).isFalse();
        assertThat(metric.isWorse(0.3, best, 0)).isTrue();
        assertThat(metric.isWorse(Double.NaN, best, 0)).isFalse();
        assertThat(metric.isWorse(0.3, Double.NaN, 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ROC_AUC, 0.9, 0.02, 0.05",
        "R2, -4, 0.02, 0.05",
        "BRIER, 0.2, 0.02, 0.05",
        "VAL_ACC, 90, 2, 5",
        "RMSE, 250, 5, 12.5",
        "MAE, 0, 0, 0",
    })
    void tolerancesAreInTheMetricsUnit(Metric metric, double reference, double maxRegression, double alertDrop) {
        assertThat(metric.defaultMaxRegression(reference)).isCloseTo(maxRegression, within(1e-12));
        assertThat(metric.defaultAlertDrop(reference)).isCloseTo(alertDrop, within(1e-12));
    }

    @Test
    void aLossOfExactlyTheToleranceIsAccepted() {
        assertThat(Metric.ROC_AUC.isWorse(0.88, 0.9, 0.02)).isFalse();
        assertThat(Metric.ROC_AUC.isWorse(0.8799, 0.9, 0.02)).isTrue();
        assertThat(Metric.LOG_LOSS.isWorse(0.42, 0.4, 0.02)).isFalse();
        assertThat(Metric.LOG_LOSS.isWorse(0.4201, 0.4, 0.02)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ROC_AUC | 0.91234 | 0.912   | +0.912",
                "ROC_AUC | 1       | 1.000   | +1.000",
                "R2      | -0.0003 | 0.000   | ±0.000",
                "R2      | -0.5    | -0.500  | -0.500",
                "VAL_ACC | 87.65   | 87.7 %  | +87.7 pp",
                "VAL_ACC | -2      | -2.0 %  | -2.0 pp",
                "RMSE    | 103     | 103     | +103",
                "RMSE    | -1234.5 | -1235   | -1235",
                "MAE     | 0       | 0       | ±0",
                "MAE     | NaN     | -       | -",
            })
    void valuesAndDifferencesAreInTheMetricsUnit(Metric metric, double value, String text, String difference) {
        assertThat(metric.format(value)).isEqualTo(text);
        assertThat(metric.formatDifference(value)).isEqualTo(difference);
    }
}
