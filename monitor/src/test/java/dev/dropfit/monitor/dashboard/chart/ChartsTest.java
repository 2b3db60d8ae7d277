package dev.dropfit.monitor.dashboard.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.monitor.dashboard.read.ComparedVersions;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartsTest {
    private static final Version OLD = new Version("20261121T084133Z-00000001");
    private static final Version NEW = new Version("20261122T084133Z-1f0c2a9b");
    private static final ServedVersion SERVED = new ServedVersion(1, Optional.of(OLD), Instant.EPOCH, "");

    private static final VersionNumbers NUMBERS = new VersionNumbers(List.of());

    private static RunRecord record(String json) {
        return RunRecord.read(JsonParser.parseString(json).getAsJsonObject());
    }

    @ParameterizedTest
    @CsvSource({"0.5, up, 100, 50", "-0.25, down, 75, 25", "-7, down, 0, 100", "NaN, up, 100, 0"})
    void aSignedBarStartsInTheMiddle(double share, String direction, String left, String width) {
        assertThat(Bars.signed(share).toString())
                .contains("<rect class=\"" + direction + "\" x=\"" + left + "\" width=\"" + width + "\"");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 100", "1.5, 200", "NaN, 0"})
    void aShareIsABarFromTheLeft(double share, String width) {
        assertThat(Bars.share(share).toString()).contains("<rect class=\"plain\" width=\"" + width + "\"");
    }

    @Test
    void aSparkLineGoesFromLeftToRightAndUpForHigherValues() {
        assertThat(Spark.of(List.of(0.5, Double.NaN, 0.75, 1.0), "R²").toString())
                .contains(
                        "points=\"3.0,25.0 79.0,14.0 117.0,3.0\"", "<circle cx=\"117\" cy=\"3\"", "aria-label=\"R²\"");
        assertThat(Spark.of(List.of(Double.NaN), "R²").toString()).contains(">–</span>");
    }

    @Test
    void aCurveStartsAtTheBottomLeft() {
        String curves = Curves.of(new ComparedVersions(
                        NEW,
                        record("""
                            {"roc_auc": 0.9, "roc": [[0, 0], [0.25, 0.75], [1, 1]],
                             "calibration": [{"predicted": 0.1, "observed": 0.2, "rows": 1200}]}\
                            """),
                        Optional.of(OLD),
                        Optional.of(record("{\"roc\":" + " [[0," + " 0], [1," + " 1]]}"))))
                .toString();

        assertThat(curves)
                .contains("<polyline class=\"own\" points=\"0,200 50,50 200,0\"/>", "ROC AUC 0.900")
                .contains("<polyline class=\"other\" points=\"0,200 200,0\"/>")
                .contains("aria-label=\"ROC curve: 3 points, the middle one at 0.25, 0.75\"")
                .contains(
                        "cx=\"20\" cy=\"160\" r=\"3.5\"><title>predicted 10.0 %, observed 20.0 %, 1,200 rows</title>");
    }

    @Test
    void aLongCurveKeepsItsLastPoint() {
        StringBuilder points = new StringBuilder("[0, 0]");
        for (int i = 1; i <= 1001; i++) {
            points.append(", [").append(i / 1001.0).append(", 0.5]");
        }
        String curves = Curves.of(new ComparedVersions(
                        NEW, record("{\"roc\": [" + points + "]}"), Optional.empty(), Optional.empty()))
                .toString();

        assertThat(curves).contains("168 points", "200,100\"/>");
    }

    @Test
    void theCurvesOfClassesBeginWithTheWorst() {
        String curves = ClassCurves.of(record("""
            {"classes": [
              {"class": "good", "roc_auc": 0.9, "average_precision": 0.8, "curve": [[1, 0], [2, 0], [2, 4]]},
              {"class": "<bad>", "roc_auc": 0.6, "average_precision": 0.3, "curve": [[1, 1], [2, 4]]},
              {"class": "of an earlier release"}]}\
            """).model().holdout().classes()).toString();

        assertThat(curves)
                .containsSubsequence("&lt;bad&gt;", "<polyline points=\"0,100 25,50 100,0\"/>")
                .containsSubsequence("<polyline points=\"180,50 230,66.7\"/>", "avg. precision 0.300", "good")
                .doesNotContain("earlier");
    }

    @Test
    void aNumbersDistributionIsABox() {
        assertThat(distribution("""
            {"column": "x", "kind": "numeric",
             "profile": {"quantiles": {"0.05": 10, "0.25": 20, "0.5": 30, "0.75": 60, "0.95": 110}}}\
            """))
                .contains("5 % below 10, half between 20 and 60, 5 % above 110")
                .contains("<rect x=\"13.6\" width=\"46.4\"/>", "M25.2 3v14");
    }

    @Test
    void aCategorysDistributionIsBars() {
        assertThat(distribution("""
            {"column": "x", "kind": "categorical",
             "profile": {"counts": [{"value": "<a>", "rows": 100}, {"value": "b", "rows": 50}]}}\
            """))
                .contains("<title>&lt;a&gt;: 100, b: 50</title>", "d=\"M0 20v-18h14v18M16 20v-9h14v9\"");
    }

    private static String distribution(String column) {
        ColumnFacts facts =
                record("{\"columns\": [" + column + "]}").model().columns().get(0);
        return Distribution.of(facts).toString();
    }

    @Test
    void theChartHasAllVersionsOldestFirst() {
        JsonArray versions = JsonParser.parseString(chart("")
                        .replaceAll("(?s).*data-chart=\"([^\"]*)\".*", "$1")
                        .replace("&quot;", "\""))
                .getAsJsonObject()
                .getAsJsonArray("versions");

        assertThat(versions).hasToString("""
            [{"version":"20261121T084133Z-00000001","name":"20261121T084133Z-00000001","verdict":"promoted","served":true,"value":80.0,"text":"80.0 %"},\
            {"version":"20261122T084133Z-1f0c2a9b","name":"20261122T084133Z-1f0c2a9b","verdict":"rejected","served":false,"value":75.5,"text":"75.5 %",\
            "champion":80.0,"championText":"80.0 %","threshold":70.0}]\
            """);
    }

    @Test
    void theChartSaysWhichDirectionIsBetter() {
        assertThat(chart(""))
                .contains("Accuracy of the newest 2 runs. Higher is better.")
                .contains("&quot;percent&quot;:true,&quot;max&quot;:100.0", "threshold</li>");
        assertThat(chart("log_loss"))
                .contains("Log loss of the newest 2 runs. Lower is better.", "&quot;percent&quot;:false")
                .contains("<a href=\"?metric=log_loss\" aria-current=\"true\">Log loss</a>")
                .contains("<a href=\"?metric=val_acc\">Accuracy</a>")
                .doesNotContain("threshold");
    }

    private static String chart(String metric) {
        RunSummary first =
                RunSummary.of(OLD, record("{\"verdict\": \"promoted\", \"val_acc\": 80, \"log_loss\": 0.5}"));
        RunSummary second = RunSummary.of(NEW, record("""
            {"verdict": "rejected", "gate_metric": "val_acc", "gate_threshold": 70, "val_acc": 75.5, "log_loss": 0.4,
             "champion": {"version": "x", "val_acc": 80}}\
            """));
        return MetricChart.of(List.of(second, first), SERVED, NUMBERS, metric).toString();
    }

    @Test
    void oneRunHasNoChart() {
        RunSummary only =
                RunSummary.of(NEW, record("{\"verdict\": \"promoted\", \"gate_metric\": \"f1\", \"f1\": 0.8}"));

        assertThat(MetricChart.of(List.of(only), SERVED, NUMBERS, "").toString())
                .contains("The chart of F1 appears after the second run.");
    }
}
