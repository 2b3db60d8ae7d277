package dev.dropfit.monitor.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.BatchSummary;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.UnreadUpload;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard as it is deployed: read-only. */
class DashboardTest {
    private final TrainedBuckets buckets = new TrainedBuckets();
    private final Dashboard dashboard =
            new Dashboard(buckets.registry(), Optional.empty(), "https://predictor.example", buckets.clock());

    private PageResponse get(String target) {
        return dashboard.respond(Requests.get(target));
    }

    private String page(String target) {
        PageResponse response = get(target);
        assertThat(response.status()).as(target).isEqualTo(200);
        return text(response);
    }

    private static String text(PageResponse response) {
        return new String(response.body(), UTF_8);
    }

    @Test
    void anEmptyBucketShowsThatThereIsNoModel() {
        assertThat(page("/")).contains("No model yet").doesNotContain("<table");
    }

    @Test
    void anUploadThatIsNotReadIsNamedUntilItsModelHasANewerRun() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        note("churn/Data.csv", "churn", TrainedBuckets.NOW.minusSeconds(60));

        assertThat(page("/churn")).contains("A file is not read", "churn/Data.csv is &lt;not&gt; read");
        assertThat(page("/")).contains("A file is not read", "churn/Data.csv is &lt;not&gt; read");

        note("churn/Data.csv", "churn", TrainedBuckets.NOW.minus(Duration.ofDays(4)));

        assertThat(page("/churn")).doesNotContain("not read", "churn/Data.csv");
        assertThat(page("/")).doesNotContain("not read", "churn/Data.csv");
    }

    @Test
    void anUploadOfANewModelThatIsNotReadIsNamedForTwoWeeks() throws IOException {
        note("sales.csv", "sales", TrainedBuckets.NOW.minus(Duration.ofDays(13)));

        assertThat(page("/")).contains("A file is not read", "sales.csv is &lt;not&gt; read");
        assertThat(page("/sales")).contains("sales.csv is &lt;not&gt; read", "No run has ended yet");

        note("sales.csv", "sales", TrainedBuckets.NOW.minus(Duration.ofDays(15)));

        assertThat(page("/")).doesNotContain("sales.csv");
        assertThat(get("/sales").status()).isEqualTo(404);
    }

    private void note(String object, String model, Instant time) throws IOException {
        buckets.registry()
                .unreadUploads()
                .add(new UnreadUpload(
                        object, time.getEpochSecond(), ModelName.parse(model), object + " is <not> read", time));
    }

    @Test
    void aModelIsListedWithItsVerdictMetricAndServedVersion() throws IOException {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));

        assertThat(page("/"))
                .contains(
                        "<a href=\"./churn\">churn</a>",
                        "promoted</span>",
                        "ROC AUC",
                        "title=\"" + version + "\">v1</span>");
    }

    @Test
    void modelsAreFoundByNameAndStateAndSorted() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        buckets.train("churn-of-shops", "a,b,target\n1,2,yes\n3,no\n");
        buckets.train("rent", TrainedBuckets.numbers(400));

        assertThat(page("/?name=CHURN"))
                .contains("2 of 3 models.", ">churn</a>", ">churn-of-shops</a>")
                .doesNotContain(">rent</a>");
        assertThat(page("/?state=invalid")).contains("1 of 3 models.", ">churn-of-shops</a>");
        assertThat(page("/?state=not-served")).contains(">churn-of-shops</a>").doesNotContain(">rent</a>");
        assertThat(page("/?state=promoted&sort=newest-run")).containsSubsequence(">rent</a>", ">churn</a>");
        assertThat(page("/?name=%3Cnobody%3E"))
                .contains("No model is like that.", "value=\"&lt;nobody&gt;\"")
                .doesNotContain("<table");
        assertThat(page("/?state=unknown&sort=unknown")).contains(">churn</a>", ">rent</a>");
    }

    @Test
    void aModelsPageSaysWhatIsPredicted() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        buckets.train("rent", TrainedBuckets.numbers(400));

        assertThat(page("/churn")).contains("predicts <strong><bdi>target</bdi></strong>: <bdi>no, yes</bdi>");
        assertThat(page("/rent")).contains("</strong>, a number</p>");
    }

    @Test
    void theServedVersionIsShownAndEachPanelNamesItsVersion() throws IOException {
        Version served = buckets.train("churn", TrainedBuckets.classes(400));
        Version rejected = buckets.train(
                "churn",
                TrainedBuckets.classes(410),
                "{\"learner\": \"logistic-regression\", \"gate\": {\"threshold\": 0.9999}}");

        assertThat(page("/churn"))
                .contains(
                        "<h2 id=\"version\">served version <span class=\"version\" title=\"" + served + "\">v1</span>")
                .contains("of the served version <span class=\"version\" title=\"" + served + "\">v1</span>")
                .contains("<a class=\"plain\" href=\"?version=" + rejected + "#version\">")
                .contains("<a href=\"#weights\">Features</a>");
        assertThat(page("/churn?version=" + rejected))
                .contains("<h2 id=\"version\">rejected version <span class=\"version\" title=\"" + rejected
                        + "\">v2</span>")
                .contains("of the rejected version <span class=\"version\" title=\"" + rejected + "\">v2</span>");
        assertThat(page("/churn?version=v2")).isEqualTo(page("/churn?version=" + rejected));
    }

    @Test
    void aModelsPageShowsItsRunsWeightsAndColumns() throws IOException {
        Version first = buckets.train("churn", TrainedBuckets.classes(400));
        Version second = buckets.train("churn", TrainedBuckets.classes(500));

        assertThat(page("/churn"))
                .contains(first.value(), second.value())
                .contains(
                        "ROC curve",
                        "Calibration",
                        "Confusion matrix",
                        "Feature weights",
                        "Columns",
                        "Deployment history")
                .contains("changes since version v1");
    }

    @Test
    void scoredFilesAreListedWithTheirPredictions() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        score("may", List.of());
        score("june", List.of("the header has no <age>"));

        assertThat(page("/churn"))
                .contains(
                        "Scored files",
                        "<a href=\"./churn/predictions/may.csv\">may.csv</a>",
                        "<a href=\"./churn/predictions/may.errors.csv\">may.errors.csv</a>",
                        "not scored: <bdi>the header has no &lt;age&gt;</bdi>");
        PageResponse file = get("/churn/predictions/may.csv");
        assertThat(new String(file.body(), UTF_8)).isEqualTo("a,prediction\n1,yes\n");
        assertThat(file.headers())
                .containsEntry("Content-Disposition", "attachment; filename=\"may.csv\"")
                .containsEntry("Content-Type", "text/csv; charset=utf-8");
        assertThat(new String(get("/churn/predictions/may.errors.csv").body(), UTF_8))
                .isEqualTo("line,error,a\n");
        for (String other : List.of("july.csv", "may.json", "..%2Fmodels%2Flatest.csv", "_parts.csv.gz")) {
            assertThat(get("/churn/predictions/" + other).status()).as(other).isEqualTo(404);
        }
    }

    @Test
    void predictionsThatAreTooLargeForThePageAreNamedInstead() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        score("may", List.of());
        Bucket models = buckets.models();
        String name = "churn/predictions/may.csv";
        models.write(
                name, new byte[(8 << 20) + 1], models.find(name).orElseThrow().generation());

        assertThat(page("/churn")).contains("<code>churn/predictions/may.csv</code> in the model bucket, 8.4 MB");
        assertThat(get("/churn/predictions/may.csv").status()).isEqualTo(413);
    }

    private void score(String name, List<String> reasons) throws IOException {
        BatchFile file = new BatchFile(new ModelName("churn"), name);
        Instant now = TrainedBuckets.NOW;
        if (reasons.isEmpty()) {
            buckets.models().write(file.predictions(), "a,prediction\n1,yes\n".getBytes(UTF_8), Bucket.ABSENT);
            buckets.models().write(file.errors(), "line,error,a\n".getBytes(UTF_8), Bucket.ABSENT);
        }
        BatchSummary summary =
                new BatchSummary(file.plain(), 1, "v", 12, 3, new TreeMap<>(), List.of(), reasons, now, now);
        buckets.registry().batches().write(file, summary, Bucket.ABSENT);
    }

    @Test
    void theModelCardOfAVersionIsOneFile() throws IOException {
        Version first = buckets.train("churn", TrainedBuckets.classes(400));
        Version second = buckets.train("churn", TrainedBuckets.classes(500));

        PageResponse card = get("/churn/card?version=" + first);

        assertThat(page("/churn?version=" + first)).contains("href=\"./churn/card?version=" + first + "\"");
        assertThat(text(card))
                .contains("Model card of churn, " + first, "<style>")
                .doesNotContain("<link", "<script");
        assertThat(card.headers())
                .containsEntry("Content-Disposition", "inline; filename=\"churn-" + first + ".html\"")
                .hasEntrySatisfying(
                        "Content-Security-Policy",
                        policy -> assertThat(policy).startsWith("default-src 'none'; style-src 'sha256-"));
        assertThat(page("/churn/card")).contains("Model card of churn, " + second);
        assertThat(get("/churn/card?version=v1").body()).isEqualTo(card.body());
        assertThat(get("/churn/card?version=nonsense").status()).isEqualTo(404);
        assertThat(text(get("/churn?against=v9")))
                .contains("There is no version v9; accepted is v1 to v2, a version like");
        assertThat(get("/unknown/card").status()).isEqualTo(404);
    }

    @Test
    void theModelFileAndTheRecordOfAVersionAreDownloaded() throws IOException {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));

        PageResponse model = get("/churn/versions/v1/model.zip");
        PageResponse record = get("/churn/versions/" + version + "/record.json");

        assertThat(ModelFile.read(model.body()).version()).isEqualTo(version.value());
        assertThat(model.headers()).containsEntry("Content-Disposition", "attachment; filename=\"churn-v1-model.zip\"");
        assertThat(JsonParser.parseString(text(record))
                        .getAsJsonObject()
                        .get("verdict")
                        .getAsString())
                .isEqualTo("promoted");
        assertThat(page("/churn")).contains("href=\"./churn/versions/" + version + "/model.zip\"");
        for (String missing : List.of("v2/model.zip", "v1/latest.zip", version + "/..", "v1/dropfit.json")) {
            assertThat(get("/churn/versions/" + missing).status()).as(missing).isEqualTo(404);
        }
    }

    @Test
    void theDataOfAPageIsJson() throws IOException {
        Version first = buckets.train("churn", TrainedBuckets.classes(400));
        buckets.train("churn", "a,b,target\n1,2,yes\n3,no\n");

        JsonObject all = JsonParser.parseString(text(get("/.json"))).getAsJsonObject();
        JsonObject model = JsonParser.parseString(text(get("/churn.json"))).getAsJsonObject();

        assertThat(all.getAsJsonArray("models")).hasSize(1);
        assertThat(model.getAsJsonObject("served").get("name").getAsString()).isEqualTo("v1");
        assertThat(model.getAsJsonArray("runs")).hasSize(2);
        assertThat(model.getAsJsonArray("runs")
                        .get(0)
                        .getAsJsonObject()
                        .get("verdict")
                        .getAsString())
                .isEqualTo("invalid");
        assertThat(model.getAsJsonArray("promotions")).hasSize(1);
        assertThat(model.getAsJsonObject("record").get("version").getAsString()).isEqualTo(first.value());
        assertThat(text(get("/churn.json?version=v2"))).contains("line 3: found 2 cells");
        assertThat(get("/churn.json?version=v3").status()).isEqualTo(404);
        assertThat(get("/unknown.json").status()).isEqualTo(404);
    }

    @Test
    void twoVersionsAreCompared() throws IOException {
        Version first = buckets.train("churn", TrainedBuckets.classes(400));
        Version second = buckets.train("churn", TrainedBuckets.classes(500));

        assertThat(page("/churn?version=" + first + "&against=" + second))
                .contains(
                        "Difference</th>",
                        "<polyline class=\"other\"",
                        "Confusion matrix, this version",
                        "Confusion matrix, other version");
    }

    @Test
    void aRegressionHasItsOwnMetricsAndNoCurves() throws IOException {
        buckets.train("rent", TrainedBuckets.numbers(400));

        assertThat(page("/rent")).contains("R²", "RMSE", "MAE").doesNotContain("ROC curve", "Confusion matrix");
    }

    @Test
    void theGatesThresholdIsDrawn() throws IOException {
        buckets.train(
                "churn",
                TrainedBuckets.classes(400),
                "{\"learner\": \"logistic-regression\", \"gate\": {\"threshold\": 0.7}}");
        buckets.train("churn", TrainedBuckets.classes(500));

        assertThat(page("/churn")).contains("&quot;threshold&quot;:0.7", "threshold 0.700");
        assertThat(page("/churn?metric=log_loss")).doesNotContain("&quot;threshold&quot;:0.7");
    }

    @Test
    void aModelWithOnlyInvalidRunsShowsTheReasons() throws IOException {
        Version version = buckets.train("broken", "a,b,target\n1,2,yes\n3,no\n");

        assertThat(page("/broken"))
                .contains("no model</p>", "invalid</span>", "line 3: found 2 cells, the header has 3", version.value())
                .contains("This run produced no model.");
        assertThat(get("/broken/try").status()).isEqualTo(404);
    }

    @Test
    void anUnreadableRecordDoesNotHideTheOthers() throws IOException {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));
        buckets.models().write("churn/metrics/20261124T000000Z-00000000.json", "no JSON".getBytes(UTF_8), 0);

        assertThat(page("/churn")).contains("unreadable</span>", version.value());
    }

    @Test
    void aRecordOfAnOlderReleaseIsShownWithoutItsMissingFields() throws IOException {
        buckets.models()
                .write(
                        "old/metrics/20261101T000000Z-00000000.json",
                        "{\"verdict\": \"promoted\", \"task\": \"classification\", \"roc_auc\": 0.9}".getBytes(UTF_8),
                        0);

        assertThat(page("/old")).contains("0.900", "promoted</span>");
    }

    @Test
    void aPageOfAThousandVersionsReadsTwoHundredRecordsOnceAndStaysSmall() throws IOException {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));
        buckets.multiply("churn", version, 1000);
        buckets.models().reads();
        buckets.models().looks();

        String page = page("/churn");

        // The newest 200 runs, latest, the version in detail and the one before, promotions, outcomes, and the note of
        // uploads that are not read, hidden models; and the index of runs, which is missing,
        // and the notes.
        assertThat(buckets.models().reads()).isBetween(200, 210);
        assertThat(page.getBytes(UTF_8).length).isLessThan(300_000);
        assertThat(page("/churn?page=3")).contains("3 of 20");
        assertThat(buckets.models().reads()).isLessThanOrEqualTo(5);
        buckets.models().looks();
        page("/churn");
        assertThat(buckets.models().looks()).isLessThan(15);
    }

    @Test
    void theFirstViewOfAThousandVersionsReadsTheIndexInsteadOfTheirRecords() throws IOException {
        buckets.multiply("churn", buckets.train("churn", TrainedBuckets.classes(400)), 1000);
        buckets.train("churn", TrainedBuckets.classes(300));
        buckets.models().reads();

        String page = page("/churn");

        assertThat(page).contains("The newest 200 runs");
        assertThat(buckets.models().reads()).isLessThan(12);
    }

    @Test
    void onlySomeOfThreeHundredColumnsAreShown() throws IOException {
        StringBuilder csv = new StringBuilder();
        for (int c = 0; c < 300; c++) {
            csv.append("column").append(c).append(',');
        }
        csv.append("target\n");
        for (int row = 0; row < 120; row++) {
            for (int c = 0; c < 300; c++) {
                csv.append((row * 31 + c * 17) % 97 + 0.5).append(',');
            }
            csv.append(row * 31 % 97 > 48 ? "yes\n" : "no\n");
        }
        buckets.train("wide", csv.toString());

        assertThat(page("/wide")).contains("All 300 columns").doesNotContain("column299</bdi></th>");
        assertThat(page("/wide?columns=all")).contains("column299</bdi></th>");
        assertThat(page("/wide.json"))
                .contains("\"all_columns\":300", "\"all_features\":300")
                .hasSizeLessThan(50_000);
        assertThat(page("/wide.json?columns=all&features=all")).contains("\"column\":\"column299\"");
    }

    @Test
    void hostileNamesAreShownAsText() throws IOException {
        String script = "<script>alert(1)</script>";
        buckets.train(
                "hostile",
                TrainedBuckets.classes(400)
                        .replace("age,colour", script + ",\"\u202E\"\"onload=x\"")
                        .replace("red", "<img src=x onerror=y>")
                        .replace("yes", "=cmd|' /C calc'!A0"));
        buckets.train("hostile", "a,b," + script + "\n1,2\n");

        for (String target : new String[] {"/", "/hostile", "/hostile/try", "/hostile/use", "/hostile?columns=all"}) {
            assertThat(page(target))
                    .as(target)
                    .doesNotContain(script, "<img", "\u202E")
                    .doesNotContain("\"\"onload");
        }
        assertThat(page("/hostile/try"))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src=x onerror=y&gt;");
    }

    @Test
    void requestsToCopyHaveTheAddressOfThePredictorAndARow() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        assertThat(page("/churn/use"))
                .contains("<pre>https://predictor.example/churn</pre>", "https://predictor.example/churn/openapi.json")
                .contains("&quot;colour&quot;:&quot;", "<h2>Google Sheets</h2>", "aria-current=\"page\">Use it")
                .doesNotContain("https://PREDICTOR");
        assertThat(new Dashboard(buckets.registry(), Optional.empty(), "", buckets.clock())
                        .respond(Requests.get("/churn/use"))
                        .body())
                .asString(UTF_8)
                .contains("Replace https://PREDICTOR by the address of your predictor");
        assertThat(get("/nope/use").status()).isEqualTo(404);
    }

    @Test
    void theFormIsPrefilledWithATypicalRowAndItsPrediction() throws IOException {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));

        assertThat(page("/churn/try"))
                .containsPattern("name=\"f0\" value=\"[45]\\d(\\.\\d+)?\"")
                .containsPattern("<option value=\"\\d\" selected>(red|blue)</option>")
                .contains("Probability", "base value", version.value());
    }

    @Test
    void aRowIsScoredWithWhatEachColumnContributes() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        JsonObject response = json(dashboard.respond(Requests.post("/churn/try", "{\"values\":[\"80\",\"0\"]}")));

        double score = response.get("base").getAsDouble();
        for (JsonElement contribution : response.getAsJsonArray("contributions")) {
            score += contribution.getAsJsonObject().get("contribution").getAsDouble();
        }
        double probability =
                response.getAsJsonObject("probabilities").get("yes").getAsDouble();
        assertThat(response.get("prediction").getAsString()).isEqualTo("yes");
        assertThat(score).isCloseTo(Math.log(probability / (1 - probability)), offset(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"values\":[\"old\",\"0\"]} | age is 'old'; accepted is a number",
                "{\"values\":[\"1\",\"9\"]} | colour is '9'; accepted is a value from the list",
                "{\"values\":[\"1\"]} | The request has 1 value, the model has 2 fields. The model may have changed:"
                        + " reload the page",
                "[] | The request has 0 values, the model has 2 fields. The model may have changed: reload the page",
                "{ | The body is not JSON",
            })
    void aRowThatCanNotBeScoredIsRefusedWithTheReason(String body, String message) throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        PageResponse response = dashboard.respond(Requests.post("/churn/try", body));

        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response).get("error").getAsString()).isEqualTo(message);
    }

    private static JsonObject json(PageResponse response) {
        return JsonParser.parseString(text(response)).getAsJsonObject();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nope",
                "/NOPE",
                "/nope/try",
                "/churn/else",
                "/churn/try/more",
                "/_assets/nope.js",
                "/..%2f",
                "/churn?version=20261124T000000Z-00000000"
            })
    void anUnknownPageIsA404WithALink(String target) throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        PageResponse response = get(target);

        assertThat(response.status()).isEqualTo(404);
        assertThat(text(response)).contains("All models");
    }

    @Test
    void aStorageOutageIsReported() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        buckets.models().down(true);

        PageResponse response = get("/churn");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).containsEntry("Retry-After", "5");
        assertThat(text(response)).contains("Storage does not respond at the moment");
    }

    @ParameterizedTest
    @CsvSource({"PUT, /churn/dataset, 404", "POST, /churn/rollback, 404", "POST, /, 405", "DELETE, /churn, 405"})
    void theDeployedDashboardChangesNothing(String method, String target, int status) {
        assertThat(dashboard
                        .respond(Requests.send(method, target, Map.of(), "x"))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/churn", "/churn/try", "/nope", "/_state"})
    void everyResponseForbidsContentFromElsewhere(String target) throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        assertThat(get(target).headers())
                .containsEntry("Content-Security-Policy", PageResponse.POLICY)
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Cache-Control", "no-store");
        assertThat(text(get(target))).doesNotContain(" style=").doesNotContain("src=\"http", "href=\"http", "onclick");
    }

    @Test
    void assetsAreNamedByTheirContentAndKeptForGood() {
        String page = page("/");
        int from = page.indexOf("_assets/dashboard.");
        String asset = page.substring(from, page.indexOf('"', from));

        PageResponse response = get("/" + asset);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                .containsEntry("Content-Type", "text/css; charset=utf-8");
    }

    @Test
    void aNewVersionIsShownImmediately() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        page("/churn");

        Version second = buckets.train("churn", TrainedBuckets.classes(500));

        assertThat(page("/churn")).contains(second.value());
        assertThat(page("/churn/try")).contains(second.value());
    }

    @Test
    void aModelMayHaveTheNameOfAPage() throws IOException {
        buckets.train("assets", TrainedBuckets.classes(400));
        buckets.train("try", TrainedBuckets.classes(400));

        assertThat(page("/assets")).contains("<h1>assets</h1>");
        assertThat(page("/try/try")).contains("Try try");
    }
}
