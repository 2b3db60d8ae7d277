package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.monitor.dashboard.html.Html;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightsTest {
    @Test
    void theLargestWeightIsFirst() {
        String section = weights("""
                {"feature": "age", "weight": 0.5}, {"feature": "colour", "value": "red", "weight": -2},
                {"feature": "day", "part": "day_of_week", "weight": 1}""", false);

        assertThat(section)
                .contains(
                        "Feature weights",
                        "adds to the log-odds",
                        "colour</bdi> <span class=\"level\">= <bdi>red</bdi>")
                .contains("−2.000", "+0.500", "day · day of week")
                .containsSubsequence("colour", "day", "age");
    }

    @Test
    void aFeatureOfSeveralClassesShowsItsLargestWeight() {
        assertThat(weights("{\"feature\": \"age\", \"weight\": {\"a\": 0.1, \"b\": -0.7, \"c\": 0.6}}", false))
                .contains("−0.700", "for <bdi>b</bdi>")
                .doesNotContain("0.600");
    }

    @Test
    void importancesAreShares() {
        assertThat(weights(
                        "{\"feature\": \"age\", \"importance\": 0.75}, {\"feature\": \"x\", \"importance\": 0.25}",
                        false))
                .contains("Feature importances", "75.0 %", "25.0 %", "as a share of the total");
    }

    @Test
    void weightsOfALogarithmSaySo() {
        String model =
                "{\"task\": \"regression\", \"anomalies\": [{\"name\": \"logarithm\", \"message\": \"learned\", \"lines\": []}],"
                        + " \"features\": [{\"feature\": \"age\", \"weight\": 0.1}]}";

        assertThat(Weights.of(ExampleRecords.record(model), Html.none(), "", false)
                        .toString())
                .contains("adds to the logarithm of the prediction: 0.1 is about 10 % more");
    }

    @Test
    void onlyFifteenOfManyFeaturesAreShownAtFirst() {
        String many = IntStream.range(0, 20)
                .mapToObj(i -> "{\"feature\": \"f%d\", \"weight\": %d}".formatted(i, 20 - i))
                .collect(Collectors.joining(","));

        assertThat(weights(many, false)).contains(">f14<", "All 20 features").doesNotContain(">f15<");
        assertThat(weights(many, true)).contains(">f19<").doesNotContain("All 20 features");
    }

    private static String weights(String features, boolean all) {
        return Weights.of(
                        ExampleRecords.record("{\"task\": \"classification\", \"features\": [" + features + "]}"),
                        Html.none(),
                        "",
                        all)
                .toString();
    }
}
