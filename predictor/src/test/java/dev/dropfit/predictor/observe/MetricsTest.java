package dev.dropfit.predictor.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.predictor.PredictServer;
import dev.dropfit.predictor.TrainedModels;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for Prometheus, over the real Functions Framework. */
final class MetricsTest {
    private static final String JSON = "application/json";
    private static final Pattern LINE = Pattern.compile("([a-z_]+(?:\\{[^{}]*\\})?) ([0-9.E-]+)");

    @TempDir
    private Path folder;

    private PredictServer server;

    @BeforeEach
    void startTheFunction() throws Exception {
        server = new PredictServer(folder, Map.of());
        TrainedModels.publish(server.models(), "heart", TrainedModels.classes("01"));
    }

    @AfterEach
    void stopTheFunction() throws Exception {
        server.stop();
    }

    @Test
    void requestsAreCountedByDialectAndStatus() throws Exception {
        server.post("/heart", JSON, "{}");
        server.post("/heart/nothing", JSON, "{}");
        server.send("GET", "/v2/health/live");

        assertThat(metrics())
                .containsEntry("dropfit_requests_total{dialect=\"plain\",status=\"400\"}", 1.0)
                .containsEntry("dropfit_requests_total{dialect=\"plain\",status=\"404\"}", 1.0)
                .containsEntry("dropfit_requests_total{dialect=\"open_inference\",status=\"200\"}", 1.0)
                .containsEntry("dropfit_request_duration_seconds_count{dialect=\"plain\"}", 2.0)
                .containsEntry("dropfit_request_duration_seconds_bucket{dialect=\"plain\",le=\"+Inf\"}", 2.0);
    }

    @Test
    void rowsAndWarningsAreCountedByModel() throws Exception {
        server.post(
                "/heart",
                JSON,
                "[{\"age\": null, \"sex\": 1, \"smoker\": true}, {\"age\": 50, \"sex\": \"x\", \"smoker\": true,"
                        + " \"more\": 1}]");
        server.post("/heart", "text/csv", "age,sex,smoker\n50,1,True\n,1,True\n");
        server.post("/heart", JSON, "[{\"age\": null, \"sex\": 1, \"smoker\": true}, {\"age\": \"old\"}]");

        assertThat(metrics())
                .containsEntry("dropfit_rows_total{model=\"heart\"}", 4.0)
                .containsEntry("dropfit_warnings_total{model=\"heart\",kind=\"missing_value\"}", 2.0)
                .containsEntry("dropfit_warnings_total{model=\"heart\",kind=\"unseen_category\"}", 1.0)
                .containsEntry("dropfit_warnings_total{model=\"heart\",kind=\"unknown_field\"}", 1.0);
    }

    @Test
    void tritonsClientsReadHowMuchWasPredicted() throws Exception {
        server.post(
                "/heart",
                JSON,
                "[{\"age\": 71, \"sex\": 1, \"smoker\": true}, {\"age\": 50, \"sex\": 1, \"smoker\": true}]");
        server.post("/heart", JSON, "{}");
        server.send("GET", "/v2/models/heart");

        for (String path : List.of("/v2/models/heart/stats", "/v2/models/stats")) {
            JsonObject statistics = JsonParser.parseString(
                            server.send("GET", path).body())
                    .getAsJsonObject()
                    .getAsJsonArray("model_stats")
                    .get(0)
                    .getAsJsonObject();
            JsonObject durations = statistics.getAsJsonObject("inference_stats");

            assertThat(statistics.get("inference_count").getAsLong()).isEqualTo(2);
            assertThat(statistics.get("execution_count").getAsLong()).isEqualTo(1);
            assertThat(durations.getAsJsonObject("success").get("ns").getAsLong())
                    .isPositive();
            assertThat(durations.getAsJsonObject("fail").get("count").getAsLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void theVersionInMemoryIsAMetric() throws Exception {
        String version = server.send("GET", "/heart")
                .headers()
                .firstValue("Dropfit-Version")
                .orElseThrow();

        assertThat(metrics())
                .containsEntry("dropfit_model_info{model=\"heart\",version=\"" + version + "\"}", 1.0)
                .containsEntry("dropfit_reloads_total{model=\"heart\",result=\"loaded\"}", 1.0)
                .containsKey("dropfit_model_promoted_timestamp_seconds{model=\"heart\"}");
    }

    /** All samples of the page; each of its lines must be one or a comment. */
    private Map<String, Double> metrics() throws Exception {
        HttpResponse<String> page = server.send("GET", "/metrics");
        assertThat(page.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        Map<String, Double> samples = new HashMap<>();
        page.body()
                .lines()
                .filter(line -> !line.startsWith("# HELP ") && !line.startsWith("# TYPE "))
                .forEach(line -> {
                    var matcher = LINE.matcher(line);
                    assertThat(matcher.matches()).as(line).isTrue();
                    assertThat(samples.put(matcher.group(1), Double.parseDouble(matcher.group(2))))
                            .as(line)
                            .isNull();
                });
        return samples;
    }
}
