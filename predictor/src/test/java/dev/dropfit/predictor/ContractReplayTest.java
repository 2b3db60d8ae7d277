package dev.dropfit.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.trainer.TrainingRun;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that the previous model accepts are sent to the next one, which the gate has promoted. */
final class ContractReplayTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final int REQUESTS = 200;
    private static final List<String> COLUMNS = List.of("age", "town", "since", "dose");

    @TempDir
    private Path folder;

    private final Bucket data = new MemoryBucket(Instant.parse("2026-11-22T08:41:33Z"));
    private PredictServer server;

    @BeforeEach
    void startTheFunction() throws Exception {
        server = new PredictServer(folder, Map.of());
    }

    @AfterEach
    void stopTheFunction() throws Exception {
        server.stop();
    }

    @Test
    void everyRequestOfAModelIsValidForThoseThatFollow() throws Exception {
        publishAs("before", rows(1, COLUMNS));
        publishAs("more-columns", rows(2, List.of("weight", "since", "dose", "town", "age")));
        publishAs("fewer-columns", rows(3, List.of("weight", "since", "age")));

        SplittableRandom random = new SplittableRandom(7);
        int valid = 0;
        for (int i = 0; i < REQUESTS; i++) {
            Request request = request(random);
            HttpResponse<String> before = server.post("/before", request.type, request.body);
            if (before.statusCode() == 200) {
                for (String next : List.of("more-columns", "fewer-columns")) {
                    HttpResponse<String> after = server.post("/" + next, request.type, request.body);
                    assertThat(after.statusCode())
                            .as(request.body + after.body())
                            .isEqualTo(200);
                    assertThat(form(request, after)).as(request.body).isEqualTo(form(request, before));
                }
                valid++;
            }
        }
        assertThat(valid).isBetween(REQUESTS / 4, REQUESTS - 1);
    }

    private record Request(String type, String body) {}

    /** A request in one of the forms of the plain dialect; some are not valid. */
    private static Request request(SplittableRandom random) {
        List<String> columns = new ArrayList<>(COLUMNS);
        if (random.nextInt(6) == 0) {
            columns.remove(random.nextInt(columns.size()));
        }
        return switch (random.nextInt(3)) {
            case 0 -> new Request("application/json", object(columns, random).toString());
            case 1 -> {
                JsonArray row = new JsonArray();
                columns.forEach(column -> row.add(value(column, random)));
                JsonArray rows = new JsonArray();
                rows.add(row);
                yield new Request("application/json", rows.toString());
            }
            default -> {
                Collections.reverse(columns);
                List<String> cells = new ArrayList<>();
                for (String column : columns) {
                    JsonElement value = value(column, random);
                    cells.add(value.isJsonNull() ? "" : value.getAsString());
                }
                yield new Request("text/csv", String.join(",", columns) + "\n" + String.join(",", cells) + "\n");
            }
        };
    }

    private static JsonObject object(List<String> columns, SplittableRandom random) {
        JsonObject row = new JsonObject();
        columns.forEach(column -> row.add(column, value(column, random)));
        return row;
    }

    private static JsonElement value(String column, SplittableRandom random) {
        if (random.nextInt(8) == 0) {
            return JsonNull.INSTANCE;
        }
        return switch (column) {
            case "age", "dose" -> new JsonPrimitive(random.nextInt(100));
            case "since" -> new JsonPrimitive("2025-03-0" + random.nextInt(1, 10));
            default -> new JsonPrimitive(random.nextBoolean() ? "Bern" : "unseen");
        };
    }

    /** The keys of a JSON response, or the first columns of a CSV. */
    private static Object form(Request request, HttpResponse<String> response) {
        if (request.type.equals("text/csv")) {
            return response.body().substring(0, response.body().indexOf('\n'));
        }
        JsonElement json = JsonParser.parseString(response.body());
        JsonObject prediction = json.getAsJsonObject().has("predictions")
                ? json.getAsJsonObject().getAsJsonArray("predictions").get(0).getAsJsonObject()
                : json.getAsJsonObject();
        return List.of(
                prediction.keySet(), prediction.getAsJsonObject("probabilities").keySet());
    }

    /** Trains on a dataset after the ones before it, which must end in a promotion, and serves the model by another name as well. */
    private void publishAs(String name, String csv) throws Exception {
        long before = data.find(HEART.dataset()).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        data.write(HEART.dataset(), csv.getBytes(StandardCharsets.UTF_8), before);
        Registry registry = new Registry(server.models());
        TrainingRun.Result result = new TrainingRun(
                        data,
                        registry,
                        "revision",
                        Clock.systemUTC(),
                        new Retries(Duration.ZERO, Clock.systemUTC(), wait -> {}, new Random(1)))
                .run(HEART, OptionalLong.empty());
        assertThat(((TrainingRun.Result.Ended) result).record().verdict())
                .as(((TrainingRun.Result.Ended) result).record().reasons().toString())
                .isEqualTo(Verdict.PROMOTED);
        try (StoredObject latest = registry.readLatest(HEART).orElseThrow()) {
            TrainedModels.publish(server.models(), name, latest.readAllBytes(1 << 20));
        }
    }

    /** Rows with these columns, in which the label depends on the age and the town; ages of the second dataset have a fraction. */
    private static String rows(long seed, List<String> columns) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder(String.join(",", columns)).append(",sick\n");
        for (int i = 0; i < 400; i++) {
            double age = random.nextInt(20, 80) + (seed - 1) / 2.0;
            String town = List.of("Bern", "Basel", "Genf").get(random.nextInt(3));
            for (String column : columns) {
                csv.append(
                                switch (column) {
                                    case "age" -> age;
                                    case "town" -> town;
                                    case "since" -> "2025-0" + random.nextInt(1, 10) + "-1" + random.nextInt(10);
                                    case "dose" -> random.nextInt(1000) / 8.0;
                                    default -> random.nextInt(3000) / 16.0;
                                })
                        .append(',');
            }
            csv.append(
                            random.nextDouble()
                                            < 1 / (1 + Math.exp(-(0.15 * (age - 50) + (town.equals("Bern") ? 1 : 0))))
                                    ? 1
                                    : 0)
                    .append('\n');
        }
        return csv.toString();
    }
}
