package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricsTableTest {
    private static final Version THIS = new Version("20261122T084133Z-00000002");
    private static final Version OTHER = new Version("20261121T084133Z-00000001");

    @ParameterizedTest
    @CsvSource({
        "roc_auc, 0.9, 0.8, better, +0.100",
        "roc_auc, 0.8, 0.9, worse, -0.100",
        "log_loss, 0.4, 0.5, better, -0.100",
        "log_loss, 0.5, 0.4, worse, +0.100",
        "roc_auc, 0.8, 0.8, muted, ±0.000",
        "roc_auc, 0.80001, 0.8, muted, ±0.000",
    })
    void aDifferenceIsBetterOrWorseByTheMetric(
            String metric, double value, double other, String kind, String difference) {
        String html = table(record(metric, value), Optional.of(record(metric, other)));

        assertThat(html).contains("<td class=\"num " + kind + "\">" + Figures.typographic(difference) + "</td>");
    }

    @Test
    void aMetricThatTheOtherVersionDoesNotHaveIsNeitherBetterNorWorse() {
        String html = table(record("roc_auc", 0.9), Optional.of(RunRecord.read(new JsonObject())));

        assertThat(html).contains("<td class=\"num muted\">").doesNotContain("better", "worse");
    }

    @Test
    void withoutAnotherVersionThereIsNoDifference() {
        assertThat(table(record("roc_auc", 0.9), Optional.empty())).doesNotContain("Difference", "Other version");
    }

    @Test
    void thePreviousModelIsShownWhenTheGateComparedWithIt() {
        RunRecord judged = read("""
                {"task": "classification", "gate_metric": "roc_auc", "roc_auc": 0.9,
                 "champion": {"version": "20261121T084133Z-00000001", "roc_auc": 0.85}, "baseline": {"roc_auc": 0.5}}""");

        String html = table(judged, Optional.empty());

        assertThat(html)
                .contains("Previous model", "<strong>0.900</strong>", "<td class=\"num\">0.850</td>")
                .contains("<td class=\"num muted\">0.500</td>", "ROC AUC <small class=\"tag\">gate</small>");
        assertThat(table(record("roc_auc", 0.9), Optional.empty())).doesNotContain("Previous model");
    }

    private static String table(RunRecord record, Optional<RunRecord> other) {
        return MetricsTable.of(new ComparedVersions(THIS, record, other.map(present -> OTHER), other))
                .toString();
    }

    private static RunRecord record(String metric, double value) {
        return read("{\"task\": \"classification\", \"gate_metric\": \"roc_auc\", \"" + metric + "\": " + value + "}");
    }

    private static RunRecord read(String json) {
        return RunRecord.read(JsonParser.parseString(json).getAsJsonObject());
    }
}
