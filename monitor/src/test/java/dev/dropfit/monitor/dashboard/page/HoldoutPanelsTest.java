package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.monitor.dashboard.html.Html;
import org.junit.jupiter.api.Test;

class HoldoutPanelsTest {
    @Test
    void theDecisionClassesAndSlicesAreShownWithIntervals() {
        String panels = HoldoutPanels.of(record("""
            {"task": "classification",
             "decision": {"positive": "<yes>", "threshold": 0.2, "costs": {"false_positive": 1, "false_negative": 4},
                          "cost": 0.4, "cost_interval": [0.3, 0.5], "cost_at_half": 0.6},
             "classes": [{"class": "<yes>", "rows": 1200, "precision": 0.5, "precision_interval": [0.4, 0.6],
                          "recall": 0.7, "f1": null}],
             "slices": [{"column": "town", "value": "is <north>", "rows": 60, "metric": "roc_auc", "figure": 0.61,
                         "figure_interval": [0.5, 0.7], "worse": true},
                        {"column": "town", "value": "is south", "rows": 70, "metric": "roc_auc", "figure": 0.8,
                         "worse": false}]}\
            """), Html.none()).toString();

        assertThat(panels)
                .contains("<bdi>&lt;yes&gt;</bdi> is the positive class, predicted from a probability of 20.0 % on."
                        + " Errors cost 0.400 <small class=\"muted\">0.300 to 0.500</small> for each row; with a"
                        + " threshold of 50 % they would cost 0.600.")
                .contains(">1,200</td><td class=\"num\">0.500 <small class=\"muted\">0.400 to 0.600</small></td><td"
                        + " class=\"num\">0.700</td><td class=\"num\">–</td>")
                .contains("town is &lt;north&gt;</bdi></th><td class=\"num\">60</td>", "0.610", "<td>worse</td>")
                .contains("the model is wrong more often than its probabilities say")
                .contains("ROC AUC</th>");
    }

    @Test
    void theRowsThatItIsMostWrongAboutAreShownAsText() {
        String panels = HoldoutPanels.of(record("""
            {"task": "classification",
             "worst_rows": [{"line": 1812, "actual": "<yes>", "predicted": "no", "error": 0.96,
                             "values": {"town": "<b>north</b>", "age": "63"}}]}\
            """), Html.none()).toString();

        assertThat(panels)
                .contains("Rows it is most wrong about", "Probability of actual", "<code>keep_examples</code>")
                .contains(
                        ">1,812</th><td><bdi>&lt;yes&gt;</bdi></td><td><bdi>no</bdi></td><td class=\"num\">4.0 %</td>")
                .contains("<bdi>town</bdi> <b><bdi>&lt;b&gt;north&lt;/b&gt;</bdi></b></span> <span><bdi>age</bdi>"
                        + " <b><bdi>63</bdi>");
    }

    @Test
    void ofNumbersTheErrorOfEachRowIsShown() {
        String panels = HoldoutPanels.of(record("""
            {"task": "regression",
             "worst_rows": [{"line": 7, "actual": "900", "predicted": "500", "error": 400, "values": {}}]}\
            """), Html.none()).toString();

        assertThat(panels).contains("largest errors", "Actual minus predicted", "<td class=\"num\">400</td>");
    }

    @Test
    void otherThresholdsAreShownWithWhatTheyWouldPredict() {
        StringBuilder points = new StringBuilder("[0.0, 40, 60]");
        for (int step = 1; step < 100; step++) {
            points.append(", [")
                    .append(step / 100.0)
                    .append(", ")
                    .append(40 - step / 3)
                    .append(", ")
                    .append(60 - step / 2)
                    .append("]");
        }
        String panels = HoldoutPanels.of(
                        record("{\"task\": \"classification\", \"decision\": {\"positive\": \"<yes>\", \"threshold\":"
                                + " 0.5, \"thresholds\": ["
                                + points + "]}}"),
                        Html.of("<form></form>"))
                .toString();

        assertThat(panels)
                .contains("Predicted <bdi>&lt;yes&gt;</bdi>", "data-positive=\"&lt;yes&gt;\"", "<form></form>")
                .contains("<tr><th scope=\"row\" class=\"num\">50.0 %</th><td class=\"num\">59</td><td"
                        + " class=\"num\">24</td><td class=\"num\">0.407</td><td class=\"num\">0.600</td></tr>")
                .contains("data-thresholds=\"[[0.0,40,60],[0.01,40,60],")
                .contains("data-false-positive=\"1.0\"");
    }

    @Test
    void theErrorsOfNumbersAreShownByPrediction() {
        String panels = HoldoutPanels.of(record("""
            {"task": "regression",
             "residuals": {"quantiles": {"0.5": 0.1}, "by_prediction": [{"rows": 20, "predicted": 1000.0, "actual": 990.5,
                           "mae": 12.0, "mae_interval": [9.0, 16.0]}]}}\
            """), Html.none()).toString();

        assertThat(panels)
                .contains("<th scope=\"row\" class=\"num\">1000</th><td class=\"num\">20</td><td"
                        + " class=\"num\">990.5</td><td class=\"num\">12 <small class=\"muted\">9 to"
                        + " 16</small></td>");
    }

    @Test
    void aRecordOfAnEarlierReleaseHasNone() {
        assertThat(HoldoutPanels.of(record("{\"task\": \"classification\", \"roc_auc\": 0.9}"), Html.none())
                        .toString())
                .isEmpty();
    }

    private static RunRecord record(String json) {
        return RunRecord.read(JsonParser.parseString(json).getAsJsonObject());
    }
}
