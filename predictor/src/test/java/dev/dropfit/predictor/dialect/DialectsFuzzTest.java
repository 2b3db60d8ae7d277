package dev.dropfit.predictor.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.serve.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any request gets a response that is not a server error, without internal names. */
final class DialectsFuzzTest {
    /** Of each example; -Ddropfit.mutants=12500 makes 112,500 requests. */
    private static final int MUTANTS = Integer.getInteger("dropfit.mutants", 1000);

    private static final String ALPHABET = "{}[]\",:0123456789eE+-.ntfau\\ \n;\u0000é\uD800";
    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "-0",
            "1e999",
            "NaN",
            "{}",
            "[]",
            "\"\"",
            "[[[1]]]",
            "\"inputs\"",
            "99999999999",
            "-1",
            "\"data\"");

    @TempDir
    private Path folder;

    private Router router;

    @BeforeEach
    void publishModels() throws IOException {
        Bucket bucket = Buckets.open(folder.toUri().toString());
        TrainedModels.publish(bucket, "heart", TrainedModels.classes("01"));
        Catalog catalog = TestRoutes.catalog(bucket, Optional.of(new ModelName("heart")));
        router = new Router(catalog, new Limits(1 << 20, 1000), new Metrics());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/heart | application/json | [{\"age\": 71, \"sex\": 1, \"smoker\": true}, {\"age\": null, \"sex\": \"x\", \"smoker\": \"\", \"y\": [{}, 1e3]}]",
                "/ | text/csv | age,sex,smoker~71,1,True~20,2,~",
                "/v1/models/heart:predict | application/json | {\"instances\": [[71, \"1\", true], {\"age\": 21, \"sex\": 2, \"smoker\": null}], \"parameters\": {\"explain\": true}}",
                "/v2/models/heart/infer | application/json | {\"id\": \"42\", \"inputs\": [{\"name\": \"age\", \"shape\": [2], \"datatype\": \"FP64\", \"data\": [71, null]}, {\"name\": \"sex\", \"shape\": [2, 1], \"datatype\": \"INT64\", \"data\": [[1], [2]]}, {\"name\": \"smoker\", \"shape\": [2], \"datatype\": \"BOOL\", \"data\": [true, false]}], \"outputs\": [{\"name\": \"diagnosis\"}]}",
                "/v2/models/heart/infer | application/json | {\"parameters\": {\"explain\": true}, \"inputs\": [{\"name\": \"x\", \"shape\": [2, 3], \"datatype\": \"BYTES\", \"data\": [[\"71\", \"1\", \"True\"], [\"21\", null, \"NA\"]]}]}",
                "/invocations | application/json | {\"dataframe_split\": {\"index\": [0], \"columns\": [\"age\", \"sex\", \"smoker\"], \"data\": [[71, 1, true], [21, 2, null]]}}",
                "/invocations | application/json | {\"inputs\": {\"age\": [71, 21], \"sex\": [[1], [2]], \"smoker\": [true, null]}, \"params\": {\"explain\": true}}",
                "/invocations | text/csv | age;sex;smoker~71,5;1;True~20;2;~"
            })
    void mutatedBodiesAreNeverAServerError(String path, String type, String example) {
        String valid = example.replace('~', '\n'); // A line feed would end the example.
        SplittableRandom random = new SplittableRandom(valid.hashCode());
        assertThat(send(path, type, valid).status()).isEqualTo(200);
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String body = mutant(valid, random);

            Response response = send(path, type, body);

            String text = TestRoutes.text(response);
            assertThat(response.status()).as("%s%n%s", body, text).isIn(200, 400, 413);
            if (response.status() != 200) {
                refused++;
                assertThat(text).doesNotContain("gson", "Exception", "dev.dropfit", "java.");
            }
            if (response.type().equals(Response.JSON)) {
                assertThat(JsonParser.parseString(text).isJsonObject()).isTrue();
            }
        }
        assertThat(refused).isBetween(MUTANTS / 10, MUTANTS - 1);
    }

    private static String mutant(String valid, SplittableRandom random) {
        StringBuilder body = new StringBuilder(valid);
        for (int change = random.nextInt(1, 5); change > 0 && body.length() > 1; change--) {
            int at = random.nextInt(body.length());
            int end = Math.min(body.length(), at + random.nextInt(1, 12));
            switch (random.nextInt(6)) {
                case 0 -> body.deleteCharAt(at);
                case 1 -> body.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 2 -> body.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 3 -> body.insert(random.nextInt(body.length()), body.substring(at, end));
                case 4 -> body.delete(at, end);
                default -> body.replace(at, at + 1, TOKENS.get(random.nextInt(TOKENS.size())));
            }
        }
        return body.toString();
    }

    @Test
    void anyPathAndMethodGetsAResponse() {
        SplittableRandom random = new SplittableRandom(5);
        List<String> parts = List.of(
                "v1",
                "v2",
                "models",
                "heart",
                "versions",
                "infer",
                "ready",
                "health",
                "heart:predict",
                ":",
                "",
                "openapi.json",
                "metrics",
                "20261122T084101Z-00000000",
                "ping",
                "invocations",
                "é",
                "live",
                "x".repeat(300));
        List<String> methods = List.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "x");
        for (int i = 0; i < MUTANTS; i++) {
            StringBuilder path = new StringBuilder();
            for (int part = random.nextInt(7); part > 0; part--) {
                path.append('/').append(parts.get(random.nextInt(parts.size())));
            }
            String method = methods.get(random.nextInt(methods.size()));

            Response response = send(method, path.toString(), Response.JSON, "{}");

            assertThat(response.status()).as("%s %s", method, path).isIn(200, 400, 404, 405);
        }
    }

    private Response send(String path, String type, String body) {
        return send("POST", path, type, body);
    }

    private Response send(String method, String path, String type, String body) {
        return router.respond(new Request(
                method,
                Request.segments(path),
                "",
                type,
                () -> body.getBytes(StandardCharsets.UTF_8),
                new Tally(),
                RequestMemory.unlimited()));
    }
}
