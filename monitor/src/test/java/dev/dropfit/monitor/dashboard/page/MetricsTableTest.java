package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Metric;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsTableTest {
    private static final String SAME_DATASET = "{\"dataset\": {\"sha256\": \"d1\"}, \"holdout_rows\": 100, \"%s\": %s}";

    @ParameterizedTest
    @CsvSource({
        "roc_auc, 0.91, 0.90, better, +0.010",
        "roc_auc, 0.90, 0.91, worse, −0.010",
        "log_loss, 0.30, 0.40, better, −0.100",
        "log_loss, 0.40, 0.30, worse, +0.100",
        "rmse, 5.5, 4.0, worse, +1.500",
        "val_acc, 91.5, 90, better, +1.5 pp",
        "f1, 0.80001, 0.80002, muted, ±0.000"
    })
    void aDifferenceIsMarkedAsBetterOrWorse(String metric, double value, double other, String mark, String difference) {
        String table = MetricsTable.of(ExampleRecords.compared(
                        SAME_DATASET.formatted(metric, value), SAME_DATASET.formatted(metric, other)))
                .toString();

        assertThat(table).contains("<td class=\"num " + mark + "\">" + difference + "</td>");
    }

    @Test
    void figuresOnOtherRowsAreNotCalledBetterOrWorse() {
        ComparedVersions versions = ExampleRecords.compared(
                "{\"dataset\": {\"sha256\": \"d1\"}, \"holdout_rows\": 100, \"roc_auc\": 0.9}",
                "{\"dataset\": {\"sha256\": \"d2\"}, \"holdout_rows\": 80, \"roc_auc\": 0.7}");

        assertThat(MetricsTable.of(versions).toString())
                .contains("<td class=\"num muted\">+0.200</td>")
                .doesNotContain("better");
        assertThat(MetricPair.note(versions, ExampleRecords.NUMBERS).toString())
                .contains(
                        "evaluated on different rows: ",
                        "v2</span> on 100 holdout rows",
                        "v1</span> on 80 holdout rows");
    }

    @Test
    void aVersionIsComparedWithItsPreviousModelOnTheRowsOfItsRun() {
        String newer = """
            {"holdout_rows": 100, "gate_metric": "roc_auc", "roc_auc": 0.9, "champion": {"version": "%s", "roc_auc": 0.95}}\
            """;
        ComparedVersions forward = ExampleRecords.compared(
                newer.formatted(ExampleRecords.OTHER), "{\"holdout_rows\": 80, \"roc_auc\": 0.7}");
        ComparedVersions backward = ExampleRecords.compared(
                "{\"holdout_rows\": 80, \"roc_auc\": 0.7}", newer.formatted(ExampleRecords.VERSION));

        assertThat(MetricsTable.of(forward).toString()).contains("0.950", "<td class=\"num worse\">−0.050</td>");
        assertThat(MetricsTable.of(backward).toString())
                .contains("<strong>0.950</strong>", "<td class=\"num better\">+0.050</td>");
        assertThat(MetricPair.note(forward, ExampleRecords.NUMBERS).toString())
                .contains("the same rows, the 100 holdout rows of <span class=\"version\" title=\""
                        + ExampleRecords.VERSION);
        assertThat(MetricPair.note(backward, ExampleRecords.NUMBERS).toString())
                .contains("the same rows, the 100 holdout rows of <span class=\"version\" title=\""
                        + ExampleRecords.OTHER);
    }

    @Test
    void aMetricHasItsInterval() {
        String table = MetricsTable.of(
                        ExampleRecords.alone("{\"roc_auc\": 0.87, \"intervals\": {\"roc_auc\": [0.81, 0.92]}}"))
                .toString();

        assertThat(table).contains("<strong>0.870</strong> <small class=\"muted\">0.810 to 0.920</small></td>");
    }

    @Test
    void thePreviousModelHasItsIntervalToo() {
        String table = MetricsTable.of(ExampleRecords.alone(
                        "{\"gate_metric\": \"roc_auc\", \"roc_auc\": 0.87, \"champion\": {\"version\": \"x\","
                                + " \"roc_auc\": 0.86, \"intervals\": {\"roc_auc\": [0.8, 0.91]}}}"))
                .toString();

        assertThat(table).contains("<td class=\"num\">0.860 <small class=\"muted\">0.800 to 0.910</small></td>");
    }

    @Test
    void aDifferenceToAMissingMetricIsADash() {
        String table =
                MetricsTable.of(ExampleRecords.compared("{\"f1\": 0.8}", "{}")).toString();

        assertThat(table).contains("<td class=\"num\">–</td><td class=\"num muted\">–</td>");
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyMetricIsShownWithThePreviousModelAndTheBaseline(Metric metric) {
        String key = metric.text();
        String table = MetricsTable.of(ExampleRecords.alone(
                        "{\"gate_metric\": \"%1$s\", \"%1$s\": 0.75, \"champion\": {\"version\": \"x\", \"%1$s\": 0.625}, \"baseline\": {\"%1$s\": 0.5}}"
                                .formatted(key)))
                .toString();

        assertThat(table)
                .contains("<th scope=\"col\" class=\"num\">Previous model</th>")
                .contains("<tr><th scope=\"row\">" + metric.label() + " <small class=\"tag\">gate</small></th>")
                .contains("<strong>" + metric.format(0.75) + "</strong></td><td class=\"num\">" + metric.format(0.625)
                        + "</td><td class=\"num muted\">" + metric.format(0.5) + "</td></tr>");
    }

    @Test
    void onlyTheGatesMetricIsMarkedAndMissingMetricsAreOmitted() {
        String table = MetricsTable.of(ExampleRecords.alone(
                        "{\"gate_metric\": \"f1\", \"f1\": 0.8, \"roc_auc\": 0.9, \"log_loss\": null}"))
                .toString();

        assertThat(table)
                .contains(">ROC AUC</th>", ">F1 <small class=\"tag\">gate</small></th>")
                .doesNotContain("Log loss", "Previous model");
    }
}
