package dev.dropfit.monitor.dashboard.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {
    private static final ModelName MODEL = new ModelName("heart");

    private final ModelCard card = new ModelCard();

    @Test
    void aCardSaysWhatIsPredictedHowWellAndFromWhat() throws IOException {
        String html = card(json("classes-with-champion"));

        assertThat(html)
                .contains(
                        "<title>Model card of heart, 20261125T163448Z-1adbbf6f</title>",
                        "The class of <bdi><strong>target</strong></bdi>, from 13 columns.",
                        "clear, heart-disease",
                        "It predicts the right class for 79.5 % of 210 rows that it was not trained on.",
                        "Confusion matrix",
                        "ROC curve",
                        "The record has no figures of parts of the data.",
                        "<dt>Used for training</dt><dd><bdi>790 rows</bdi></dd>",
                        "<dt>Compared with</dt><dd><bdi>20261125T163442Z-c93a4f36</bdi></dd>",
                        "All figures are from heart/metrics/20261125T163448Z-1adbbf6f.json.");
    }

    @Test
    void aNumberIsExplainedByItsError() throws IOException {
        assertThat(card(json("numbers")))
                .contains("The number <bdi>", "Its prediction is off by ", "Always predicting the mean is off by ");
    }

    @Test
    void theWorstRowIsALimitWithoutItsValues() throws IOException {
        JsonObject record = json("classes-with-champion");
        String rows = """
            [{"line": 1812, "actual": "clear", "predicted": "<b>", "error": 0.97, "values": {"age": "63"}},
             {"line": 3, "actual": "clear", "predicted": "<b>", "error": 0.9, "values": {"age": "65"}}]\
            """;
        record.add("worst_rows", JsonParser.parseString(rows));

        assertThat(card(record))
                .contains("It can be very wrong: for line 1,812 of the dataset it predicts &#39;&lt;b&gt;&#39;, but the"
                        + " label is &#39;clear&#39;, to which it gives a probability of 3.0 %. The run record has"
                        + " 2 rows of this kind with their values.")
                .doesNotContain("63</");
    }

    @Test
    void partsOfTheDataAndClassesShowWhereItIsBad() throws IOException {
        JsonObject record = json("classes-with-champion");
        String slices = """
            [{"column": "town", "value": "<Rome>", "rows": 60, "metric": "val_acc", "figure": 61.5, "worse": true},
             {"column": "age", "value": "18 to 30", "rows": 80, "metric": "val_acc", "figure": 70, "worse": false}]\
            """;
        record.add("slices", JsonParser.parseString(slices));

        assertThat(card(record))
                .contains(
                        "Those in bold are worse than all rows together",
                        "<tr class=\"worse-slice\"><th scope=\"row\"><bdi>town &lt;Rome&gt;</bdi>",
                        "<tr><th scope=\"row\"><bdi>age 18 to 30</bdi>")
                .doesNotContain("<Rome>");
    }

    @Test
    void theSettingsAndWhatClientsCanRelyOnAreShown() throws IOException {
        JsonObject record = json("classes-with-champion");
        record.add("settings", JsonParser.parseString("{\"label\": \"target\", \"learner\": \"<b>\"}"));
        record.add("contract", JsonParser.parseString("{\"output\": \"diagnosis\", \"may_be_absent\": [\"ward\"]}"));

        assertThat(card(record))
                .contains(
                        "<h2>Settings</h2>",
                        "&quot;label&quot;: &quot;target&quot;",
                        "&quot;learner&quot;: &quot;&lt;b&gt;&quot;",
                        "<h2>What clients can rely on</h2>",
                        "<dt>Prediction</dt><dd><bdi>diagnosis, one of the classes</bdi></dd>",
                        "<dt>Columns that may be absent</dt><dd><bdi>ward</bdi></dd>")
                .isEqualTo(card(record));
    }

    @Test
    void classesHaveTheirNamesInResponsesAndTheirValuesInTheDataset() throws IOException {
        JsonObject record = json("classes-with-champion");
        record.add("settings", JsonParser.parseString("{\"labels\": {\"1\": \"heart-disease\"}}"));
        record.add("label_profile", JsonParser.parseString("""
            {"distinct": 2, "counts": [{"value": "0", "rows": 600}, {"value": "1", "rows": 400}]}\
            """));

        assertThat(card(record)).contains("0 (60.0 %), heart-disease, written 1 (40.0 %)");
    }

    @Test
    void errorsOfClassesAndNumbersAreShownWithWhatTheyCost() throws IOException {
        JsonObject classes = json("classes-with-champion");
        classes.add(
                "classes",
                JsonParser.parseString(
                        "[{\"class\": \"yes\", \"rows\": 40, \"precision\": 0.6, \"recall\": 0.5, \"f1\": 0.545}]"));
        classes.add(
                "decision",
                JsonParser.parseString("{\"positive\": \"yes\", \"threshold\": 0.25, \"costs\": {\"false_positive\": 1,"
                        + " \"false_negative\": 3}, \"cost\": 0.4, \"cost_at_half\": 0.6}"));
        JsonObject numbers = json("numbers");
        numbers.add(
                "residuals",
                JsonParser.parseString("{\"quantiles\": {\"0.05\": -9, \"0.25\": -2, \"0.75\": 3, \"0.95\": 12},"
                        + " \"by_prediction\": [{\"rows\": 12, \"predicted\": 3.5, \"actual\": 4, \"mae\": 1}]}"));

        assertThat(card(classes))
                .contains(
                        "0.545",
                        "because a row wrongly predicted as yes costs 1 and a missed one 3. Errors cost 0.400 for each"
                                + " row");
        assertThat(card(numbers))
                .contains("The actual value minus the prediction is −2 to 3 for half of the rows, and −9 to 12 for nine"
                        + " of ten.");
    }

    @Test
    void aRunWithoutSettingsSaysSo() throws IOException {
        JsonObject record = json("classes-with-champion");
        record.getAsJsonObject("dataset").addProperty("settings_generation", "0");

        assertThat(card(record)).contains("There was no <code>dropfit.json</code>.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classes-first-model",
                "classes-with-champion",
                "several-classes-trees",
                "several-classes-rejected",
                "dates-champion-of-other-classes",
                "numbers",
                "invalid",
                "invalid-with-alert",
            })
    void recordsOfEarlierReleasesHaveACardThatIsOneFileAndAlwaysTheSame(String name) throws IOException {
        String html = card(json(name));

        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("<h2>Decision</h2>", "<h2>Origin</h2>")
                .doesNotContain("<script", "<link", "href=\"http", "src=", "NaN", "Optional")
                .isEqualTo(card(json(name)));
    }

    @Test
    void anEmptyRecordHasACardToo() {
        assertThat(card(new JsonObject())).contains("This run trained no model.");
    }

    @Test
    void whatTheDatasetContainsIsNoMarkup() throws IOException {
        String hostile = json("classes-with-champion")
                .toString()
                .replace("target", "<b>&\\\"x'")
                .replace("chol", "</style><script>");
        JsonObject record = JsonParser.parseString(hostile).getAsJsonObject();
        record.addProperty("task_reason", "<i>");
        record.add("anomalies", JsonParser.parseString("[{\"name\": \"x\", \"message\": \"<img>\", \"lines\": []}]"));

        assertThat(card(record))
                .contains("&lt;b&gt;&amp;&quot;x&#39;", "&lt;/style&gt;&lt;script&gt;", "&lt;img&gt;", "&lt;i&gt;")
                .doesNotContain("<b>", "<script", "<img", "<i>");
    }

    private String card(JsonObject record) {
        return card.of(MODEL, RunRecord.read(record)).toString();
    }

    private static JsonObject json(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RunRecord.class.getResourceAsStream("records/" + name + ".json"))) {
            return JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }
}
