package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.monitor.dashboard.html.Html;
import org.junit.jupiter.api.Test;

final class DependencePanelTest {
    private static String panel(String json) {
        return DependencePanel.of(ExampleRecords.record(json), Html.of("of v2")).toString();
    }

    @Test
    void numbersAreALineAndCategoriesAreBarsOnTheSameScale() {
        String panel = panel("""
            {"task": "regression", "dependence": [
             {"column": "size", "points": [{"number": 10, "mean": 100}, {"number": 30, "mean": 300}]},
             {"column": "<town>", "points": [{"level": "north", "mean": 200}, {"level": "south", "mean": 150}]}]}\
            """);

        assertThat(panel)
                .contains("from 100 at 10 to 300 at 30", "points=\"0,90 240,0\"")
                .contains("&lt;town&gt;", "<bdi>north</bdi>", "200</td>")
                .contains("The mean prediction of up to 100 holdout rows");
    }

    @Test
    void ofTwoClassesThePositiveOneIsNamed() {
        assertThat(panel("""
            {"task": "classification", "decision": {"positive": "yes", "threshold": 0.5}, "dependence": [
             {"column": "age", "points": [{"number": 1, "mean": 0.1}, {"number": 2, "mean": 0.9}]}]}\
            """)).contains("probability" + " of <bdi>yes</bdi>", "90.0 %");
    }

    @Test
    void aRecordWithoutItHasNoSection() {
        assertThat(panel("{\"task\": \"regression\"}")).isEmpty();
        assertThat(panel("{\"task\": \"regression\", \"dependence\": [{\"column\": \"x\", \"points\": []}]}"))
                .isEmpty();
    }
}
