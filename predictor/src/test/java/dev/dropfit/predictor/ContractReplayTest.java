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
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** Datasets that follow one whose columns are written in many ways, and what the settings say of them. */
    private enum Next {
        AS_BEFORE("{\"learner\": \"logistic-regression\"}"),
        PLAIN("{\"learner\": \"logistic-regression\"}"),
        FEW_TEXTS("{\"learner\": \"logistic-regression\"}"),
        NUMBERS_AS_CATEGORIES(
                "{\"learner\": \"logistic-regression\", \"columns\": {\"level\": \"categorical\", \"pressure\": \"text\"}}"),
        WITHOUT_A_COLUMN("{\"learner\": \"logistic-regression\", \"columns\": {\"remark\": \"ignore\"}}");

        private final String settings;

        Next(String settings) {
            this.settings = settings;
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestsStayValidHoweverTheCellsOfTheNextDatasetAreWritten(Next next) throws Exception {
        data.write("heart/dropfit.json", Next.AS_BEFORE.settings.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        publishAs("before", written(1, Next.AS_BEFORE));
        data.write(
                "heart/dropfit.json",
                next.settings.getBytes(StandardCharsets.UTF_8),
                data.find("heart/dropfit.json").orElseThrow().generation());
        publishAs("after", written(2, next));

        SplittableRandom random = new SplittableRandom(8);
        int valid = 0;
        for (int i = 0; i < REQUESTS / 2; i++) {
            JsonObject row = new JsonObject();
            WRITTEN.forEach(column -> row.addProperty(column, sent(column, random)));
            Request request = new Request("application/json", row.toString());
            HttpResponse<String> before = server.post("/before", request.type, request.body);
            if (before.statusCode() == 200) {
                HttpResponse<String> after = server.post("/after", request.type, request.body);
                assertThat(after.statusCode()).as(request.body + after.body()).isEqualTo(200);
                assertThat(form(request, after)).as(request.body).isEqualTo(form(request, before));
                valid++;
            }
        }
        assertThat(valid).isBetween(REQUESTS / 8, REQUESTS / 2 - 1);
    }

    private static final List<String> WRITTEN = List.of("level", "pressure", "seen", "town", "remark");

    /** A value as clients write it; a few of them are not valid, and a few are missing. */
    private static String sent(String column, SplittableRandom random) {
        return switch (random.nextInt(30)) {
            case 0 -> "";
            case 1 -> "no value";
            default -> cell(column, random, Next.AS_BEFORE, random.nextInt(20, 80));
        };
    }

    private static String cell(String column, SplittableRandom random, Next how, int age) {
        boolean plain = how == Next.PLAIN;
        String number = String.format(Locale.ROOT, "%.1f", age / 10.0);
        return switch (column) {
            // Numbers with marks, pairs of numbers, days first, other spellings, texts.
            case "level" ->
                plain ? number : (random.nextInt(8) == 0 ? "<" : "") + number + (random.nextInt(8) == 0 ? "*" : "");
            case "pressure" -> plain ? Integer.toString(60 + age) : (60 + age) + "/" + (40 + age / 2);
            case "seen" -> String.format(Locale.ROOT, "%02d.0%d.2025", random.nextInt(1, 29), random.nextInt(1, 10));
            case "town" ->
                List.of("Bern", "Basel", plain ? "Genf" : random.nextBoolean() ? "genf" : "GENF")
                        .get(random.nextInt(3));
            default ->
                Stream.of(
                                List.of("came", "called", "wrote", "paid"),
                                List.of("about pain", "about a cold", "about nothing", "about sleep"),
                                List.of("in the morning", "at noon", "in the evening", "at night"),
                                List.of("once", "twice", "often", "again"),
                                List.of("by car", "by train", "by bus", "on foot"))
                        .map(words ->
                                words.get(how == Next.FEW_TEXTS && !words.contains("came") ? 0 : random.nextInt(4)))
                        .collect(Collectors.joining(" "));
        };
    }

    /** Rows in which the label depends on the level and the pressure. */
    private static String written(long seed, Next how) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder(String.join(",", WRITTEN)).append(",sick\n");
        for (int i = 0; i < 400; i++) {
            int age = random.nextInt(20, 80);
            WRITTEN.forEach(column -> csv.append(cell(column, random, how, age)).append(','));
            csv.append(random.nextDouble() < 1 / (1 + Math.exp(-0.15 * (age - 50))) ? 1 : 0)
                    .append('\n');
        }
        return csv.toString();
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
