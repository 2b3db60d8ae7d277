package dev.dropfit.monitor.dashboard.page;

import static dev.dropfit.monitor.dashboard.page.ExampleRecords.OTHER;
import static dev.dropfit.monitor.dashboard.page.ExampleRecords.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunListTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final ServedVersion SERVED = new ServedVersion(1, Optional.of(VERSION), NOW, "");
    private static final String MODEL =
            "{\"verdict\": \"%s\", \"task\": \"regression\", \"gate_metric\": \"r2\", \"r2\": 0.8}";

    private static RunSummary run(String verdict) {
        return ExampleRecords.summary(OTHER, MODEL.formatted(verdict));
    }

    private static String table(RunSummary run, boolean local) {
        return RunsTable.of(List.of(run), SERVED, ExampleRecords.NUMBERS, Map.of(), 1, "", local, NOW)
                .toString();
    }

    @Test
    void onlyAnEarlierPromotedVersionCanBeRolledBackToAndOnlyLocally() {
        RunSummary served = ExampleRecords.summary(VERSION, MODEL.formatted("promoted"));

        assertThat(table(run("promoted"), true)).contains("Roll back to this version…");
        assertThat(table(run("promoted"), false)).doesNotContain("Roll back");
        assertThat(table(run("rejected"), true)).doesNotContain("Roll back");
        assertThat(table(served, true)).doesNotContain("Roll back").contains("served</span>");
    }

    @Test
    void aRunShowsItsMetricAndItsReasons() {
        String table = table(ExampleRecords.summary(OTHER, """
            {"verdict": "rejected", "gate_metric": "r2", "r2": 0.8, "elapsed": 2.5, "dataset": {"rows": 1234},
             "reasons": ["r2 <is> low", "second", "third"]}\
            """), false);

        assertThat(table)
                .contains(">R²</th>", ">0.800<", ">1,234<", ">2.5 s<")
                .contains("r2 &lt;is&gt; low</bdi> <span class=\"muted\">and 2 more</span>")
                .contains("<li><bdi>second</bdi></li><li><bdi>third</bdi></li>");
    }

    @ParameterizedTest
    @CsvSource({"promoted, ●", "rejected, ○", "invalid, ✕", "something, ?"})
    void aVerdictHasAShape(String verdict, String shape) {
        assertThat(table(run(verdict), false)).contains("aria-hidden=\"true\">" + shape + "</span>");
    }

    @Test
    void manyLongReasonsAreTruncated() {
        RunSummary run = ExampleRecords.summary(
                OTHER,
                "{\"verdict\": \"invalid\", \"reasons\": [\"%s\", 2, 3, 4, 5, 6, 7, 8, 9]}"
                        .formatted("x".repeat(1000)));

        assertThat(run.reasons()).hasSize(8);
        assertThat(run.reasons().get(0)).hasSize(401).endsWith("x…");
    }

    @Test
    void aVersionIsComparedWithAnotherOneThatHasAModel() {
        List<RunSummary> runs = List.of(
                ExampleRecords.summary(VERSION, MODEL.formatted("promoted")),
                run("rejected"),
                ExampleRecords.summary(
                        new dev.dropfit.core.registry.Version("20261120T084133Z-00000002"),
                        "{\"verdict\": \"invalid\"}"));

        String form = VersionChoice.form(runs, SERVED, ExampleRecords.alone("{}"), ExampleRecords.NUMBERS)
                .toString();

        assertThat(form)
                .contains("<option value=\"" + VERSION + "\" selected>● v2, 22 Nov 2026, 08:41, 0.800, served</option>")
                .contains("<option value=\"20261120T084133Z-00000002\">✕ 20261120T084133Z-00000002, 20 Nov 2026, 08:41,"
                        + " invalid</option>");
        String against = form.substring(form.indexOf("name=\"against\""));
        assertThat(against).contains(OTHER.value()).doesNotContain(VERSION.value(), "20261120T084133Z-00000002");
    }

    @Test
    void aVersionThatIsNotListedCanStillBeChosen() {
        assertThat(VersionChoice.form(List.of(), SERVED, ExampleRecords.alone("{}"), ExampleRecords.NUMBERS)
                        .toString())
                .contains("<option value=\"" + VERSION + "\" selected>v2</option>");
        assertThat(VersionChoice.form(
                                List.of(ExampleRecords.summary(VERSION, MODEL.formatted("promoted"))),
                                SERVED,
                                ExampleRecords.alone("{}"),
                                ExampleRecords.NUMBERS)
                        .toString())
                .doesNotContain("selected>v2</option>");
    }

    @Test
    void theDeploymentHistorySaysWhoChangedWhatAndWhy() {
        Promotion first = new Promotion(NOW, null, OTHER.value(), Promotion.Reason.GATE);
        Promotion second = new Promotion(
                NOW,
                OTHER.value(),
                VERSION.value(),
                new Promotion.Reason(Promotion.Why.FORCED, "ada", "<better> data"));

        assertThat(DeploymentHistory.of(List.of(second, first), ExampleRecords.NUMBERS)
                        .toString())
                .contains("title=\"" + OTHER + "\">v1</span></td><td><span class=\"version\" title=\"" + VERSION
                        + "\">v2</span></td><td>forced</td>")
                .contains("<bdi>ada</bdi>: <bdi>&lt;better&gt; data</bdi>")
                .contains("<td>–</td><td><span class=\"version\" title=\"" + OTHER
                        + "\">v1</span></td><td>gate</td><td><bdi></bdi><bdi></bdi>");
        assertThat(DeploymentHistory.of(List.of(), ExampleRecords.NUMBERS).isEmpty())
                .isTrue();
    }
}
