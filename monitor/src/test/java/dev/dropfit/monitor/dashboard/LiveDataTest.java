package dev.dropfit.monitor.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.live.watch.LiveWatch;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ManualTrial;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.monitor.LiveTraffic;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveDataTest {
    private static final ModelName CHURN = new ModelName("churn");

    private final TrainedBuckets buckets = new TrainedBuckets();
    private final MemoryBucket live = new MemoryBucket(TrainedBuckets.NOW);
    private final LiveTraffic traffic = new LiveTraffic(buckets.registry(), live);
    private final Dashboard dashboard =
            new Dashboard(buckets.registry(), Optional.of(live), Optional.empty(), "", buckets.clock());

    private JsonObject json(int status, String target) {
        PageResponse response = dashboard.respond(Requests.get(target));
        assertThat(response.status()).as(target).isEqualTo(status);
        return JsonParser.parseString(new String(response.body(), UTF_8)).getAsJsonObject();
    }

    @Test
    void theTrafficOfTheServedVersionIsJson() throws Exception {
        Version version = buckets.train("churn", TrainedBuckets.classes(1000));
        traffic.count("churn", version, TrainedBuckets.NOW, 300, row -> row[0] += 15);
        traffic.count("churn", version, TrainedBuckets.NOW.minus(Duration.ofHours(2)), 300, row -> row[0] += 15);
        traffic.count("churn", version, TrainedBuckets.NOW.minus(Duration.ofDays(3)), 400, row -> {});

        JsonObject json = json(200, "/churn/live");

        assertThat(json.get("version").getAsString()).isEqualTo(version.value());
        assertThat(json.get("rows").getAsLong()).isEqualTo(600);
        assertThat(json.get("rows_week_before").getAsLong()).isEqualTo(400);
        assertThat(json.getAsJsonArray("changes").toString()).contains("'age' is higher than in training");
        JsonObject requests = json.getAsJsonObject("traffic");
        assertThat(requests.get("requests").getAsLong()).isEqualTo(604);
        assertThat(requests.get("client_errors").getAsLong()).isEqualTo(4);
        assertThat(requests.getAsJsonObject("seconds").get("p50").getAsDouble()).isBetween(0.001, 0.0025);
        assertThat(requests.getAsJsonObject("warnings").get("missing_value").getAsLong())
                .isEqualTo(6);
        assertThat(json.getAsJsonObject("days").entrySet().stream()
                        .mapToLong(day ->
                                day.getValue().getAsJsonObject().get("rows").getAsLong())
                        .sum())
                .isEqualTo(1000);
        assertThat(json.getAsJsonObject("columns")
                        .getAsJsonObject("age")
                        .get("psi_week_before")
                        .getAsDouble())
                .isGreaterThan(0.1);
        assertThat(json(200, "/churn/live?version=" + version)).isEqualTo(json);
    }

    @Test
    void whatCameTrueIsInTheJsonAndOnThePage() throws Exception {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));
        MetricValues live = new MetricValues(Map.of(Metric.ROC_AUC, 0.7));
        buckets.registry()
                .writeOutcomes(
                        new ModelName("churn"),
                        new Outcomes(
                                TrainedBuckets.NOW,
                                List.of(new Outcomes.LabelsRead(
                                        "churn/labels.csv", 1, 132, 1, List.of("line 3: <b>?"))),
                                0,
                                2,
                                List.of(new Outcomes.OfVersion(
                                        version,
                                        Metric.ROC_AUC,
                                        130,
                                        live,
                                        new MetricValues(Map.of(Metric.ROC_AUC, 0.9)),
                                        80,
                                        true,
                                        List.of(new Outcomes.Day(LocalDate.parse("2026-11-25"), 130, live))))),
                        Bucket.ABSENT);

        String page = new String(dashboard.respond(Requests.get("/churn")).body(), UTF_8);

        assertThat(page)
                .contains(
                        "<a href=\"#outcomes\">What came true</a>",
                        "ROC AUC 0.700 <strong>worse than promised</strong></td><td>ROC AUC 0.900</td>",
                        "<td>2026-11-25</td><td>130</td><td>ROC AUC 0.700</td>",
                        "2 labels have no known prediction.",
                        "line 3: &lt;b&gt;?");
        assertThat(json(200, "/churn/live")
                        .getAsJsonObject("outcomes")
                        .get("unmatched")
                        .getAsInt())
                .isEqualTo(2);
    }

    @Test
    void aWrongVersionAndNoVersionAreNamed() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        assertThat(json(404, "/churn/live?version=new").get("error").getAsString())
                .startsWith("'new' is no version; accepted is v1, ");
        assertThat(json(404, "/churn/live?version=v2").get("error").getAsString())
                .startsWith("there is no version v2; accepted is v1, ");
        assertThat(json(404, "/churn/live?version=20200101T000000Z-00000000")
                        .get("error")
                        .getAsString())
                .isEqualTo("Model churn has no archived version 20200101T000000Z-00000000");
        assertThat(json(404, "/other/live").get("error").getAsString())
                .isEqualTo("Model other serves no version; ?version= names another one");
    }

    @Test
    void withoutALiveBucketNothingIsCounted() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        PageResponse response = new Dashboard(buckets.registry(), Optional.empty(), "", buckets.clock())
                .respond(Requests.get("/churn/live"));

        assertThat(response.status()).isEqualTo(404);
        assertThat(new String(response.body(), UTF_8)).contains("DROPFIT_LIVE names no bucket");
    }

    @Test
    void theModelPageShowsLiveTrafficNextToTraining() throws Exception {
        Version version = buckets.train("churn", TrainedBuckets.classes(1000));
        traffic.count("churn", version, TrainedBuckets.NOW, 300, row -> row[0] += 15);

        String page = new String(dashboard.respond(Requests.get("/churn")).body(), UTF_8);

        assertThat(page)
                .contains(
                        "<a href=\"#live\">Live</a>",
                        "<p class=\"big\">300</p><p class=\"muted\">302 requests</p>",
                        "<p class=\"big\">0.7 %</p><p class=\"muted\">2 of clients, 0 of the server</p>",
                        "&#39;age&#39; is higher than in training",
                        "live rows as bars, training as lines",
                        "<a href=\"churn/live?version=" + version + "\">As JSON</a>");
    }

    @Test
    void withoutRowsThePanelSaysSoAndWithoutALiveBucketThereIsNone() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        assertThat(new String(dashboard.respond(Requests.get("/churn")).body(), UTF_8))
                .contains("No rows were predicted in the last eight days.");
        assertThat(new String(
                        new Dashboard(buckets.registry(), Optional.empty(), "", buckets.clock())
                                .respond(Requests.get("/churn"))
                                .body(),
                        UTF_8))
                .doesNotContain("Live traffic");
    }

    @Test
    void alertsAreMarksOnThePage() throws Exception {
        Version version = buckets.train("churn", TrainedBuckets.classes(1000));
        traffic.count("churn", version, TrainedBuckets.NOW, 300, row -> row[0] += 15);
        new LiveWatch(
                        buckets.models(),
                        new LiveReports(buckets.registry(), Optional.of(live), Runnable::run, buckets.clock()),
                        buckets.clock())
                .check(new ModelName("churn"), version);

        assertThat(new String(dashboard.respond(Requests.get("/churn")).body(), UTF_8))
                .contains(
                        "<title>alert: 24 Nov 2026, 12:00</title>", "24 Nov 2026, 12:00: <bdi>&#39;age&#39; is higher");
    }

    @Test
    void theTrialOfAVersionIsInTheJsonAndOnThePage() throws Exception {
        Version tried = buckets.train("churn", TrainedBuckets.classes(300));
        buckets.train("churn", TrainedBuckets.classes(400));
        new ManualTrial(buckets.registry(), buckets.clock(), Retries.within(Duration.ZERO))
                .begin(CHURN, tried, Trial.Kind.SHADOW, List.of(new Trial.Step(0, 0)), "ada", "");

        JsonObject trial = json(200, "/churn/live").getAsJsonObject("trial");

        assertThat(trial.get("version").getAsString()).isEqualTo(tried.value());
        assertThat(trial.get("running").getAsBoolean()).isTrue();
        assertThat(trial.getAsJsonObject("counts").get("rows").getAsLong()).isZero();
        assertThat(new String(dashboard.respond(Requests.get("/churn")).body(), UTF_8))
                .contains("Tried on live traffic", "Running: it answers no request.", "<td>shadow</td>");
    }
}
