package dev.dropfit.predictor.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.memory.ExplanationBudget;
import dev.dropfit.predictor.memory.MemoryBudget;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.serve.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may cost, in all dialects: columns, memory, responses and warnings. */
final class RequestCostsTest {
    private static final byte[] MODEL = TrainedModels.classes("01");
    private static final byte[] TREES = TrainedModels.trees("01");
    private static final int MEGABYTE = 1 << 20;
    private static final String PLAIN = "/heart";
    private static final String VERTEX = "/v1/models/heart:predict";
    private static final String INFER = "/v2/models/heart/infer";
    private static final String MLFLOW = "/invocations";

    private final ExplanationBudget explanations = new ExplanationBudget(3_000_000);
    private MemoryBudget budget = new MemoryBudget(4 * MEGABYTE);
    private Router router;
    private String query = "";

    @BeforeEach
    void serveAModel() throws IOException {
        MemoryBucket bucket = new MemoryBucket(Instant.EPOCH);
        TrainedModels.publish(bucket, "heart", MODEL);
        TrainedModels.publish(bucket, "trees", TREES);
        Catalog catalog = TestRoutes.catalog(bucket, Optional.of(new ModelName("heart")));
        router = new Router(catalog, new Limits(16 * MEGABYTE, 100_000), new Metrics());
    }

    private Response post(String path, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (RequestMemory memory = new RequestMemory(budget, explanations, MEGABYTE)) {
            memory.reserve(bytes.length);
            return router.respond(
                    new Request("POST", Request.segments(path), query, type, () -> bytes, new Tally(), memory));
        }
    }

    private Response post(String path, String body) {
        return post(path, Response.JSON, body);
    }

    private static void check(int status, String message, Response response) {
        assertThat(response.status()).as(TestRoutes.text(response)).isEqualTo(status);
        assertThat(TestRoutes.text(response)).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\":[],", "\"id\":[1],"})
    void aRequestHasALimitedNumberOfColumns(String column) {
        String body = "{\"inputs\":{" + column.repeat(10_000) + column.substring(0, column.length() - 1) + "}}";

        check(413, "The request has more than 10000 columns, the limit", post(MLFLOW, body));
    }

    @Test
    void namesOfColumnsAndTensorsAreLimitedToo() {
        budget = new MemoryBudget(64 * MEGABYTE);
        String names = "\"a\",".repeat(10_000) + "\"a\"";
        String tensor = "{\"name\":\"a\",\"shape\":[0],\"datatype\":\"FP64\",\"data\":[]}";

        check(413, "10000 columns", post(MLFLOW, "{\"dataframe_split\":{\"columns\":[" + names + "],\"data\":[]}}"));
        check(413, "10000 columns", post(INFER, "{\"inputs\":[" + (tensor + ",").repeat(10_000) + tensor + "]}"));
    }

    @Test
    void aRequestHasALimitedNumberOfOutputs() {
        StringBuilder outputs = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            outputs.append(i == 0 ? "" : ",").append("{\"name\":\"").append(i).append("\"}");
        }

        check(413, "The request has more than 100 outputs, the limit", post(INFER, "{\"outputs\":[" + outputs + "]}"));
    }

    @Test
    void aColumnThatIsTwiceInARequestIsRefusedWhenItIsRead() {
        check(
                400,
                "'age' is twice in 'inputs'; accepted is each column once",
                post(MLFLOW, "{\"inputs\":{\"age\":[],\"age\":[]}}"));
    }

    @Test
    void theValuesOfAnUnknownColumnAreOnlyCounted() {
        String known = "\"age\":[1,2],\"sex\":[1,1],\"smoker\":[true,true]";

        check(200, "'x' is not a column", post(MLFLOW, "{\"inputs\":{\"x\":[{},[1]]," + known + "}}"));
        check(400, "different lengths", post(MLFLOW, "{\"inputs\":{\"x\":[1]," + known + "}}"));
        check(400, "different lengths", post(MLFLOW, "{\"inputs\":{" + known + ",\"x\":[1]}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/heart                   | [                                                            | [null,1,true] | ]",
                "/v1/models/heart:predict | {'instances':[                                               | [null,1,true] | ]}",
                "/invocations             | {'dataframe_split':{'columns':['age','sex','smoker'],'data':[ | [null,1,true] | ]}}",
                "/invocations             | {'dataframe_records':[                                       | {'age':1}     | ]}",
                "/invocations             | {'inputs':{'age':[                                           | null          | ]}}",
                "/v2/models/heart/infer   | {'inputs':[{'name':'age','datatype':'FP64','shape':[1],'data':[ | 1          | ]}]}"
            })
    void aRequestThatCanNeverFitIsRefusedWithTheLimit(String path, String begin, String part, String end) {
        String json = (begin + (part + ",").repeat(2_000_000 / part.length()) + part + end).replace('\'', '"');

        check(413, "bytes of memory, the limit (DROPFIT_MAX_REQUEST_MEMORY_BYTES)", post(path, json));
        assertThat(budget.taken()).isZero();
    }

    @Test
    void aLargeCsvIsRefusedWithTheLimitToo() {
        check(
                413,
                "bytes of memory, the limit (DROPFIT_MAX_REQUEST_MEMORY_BYTES)",
                post(PLAIN, "text/csv", "age,sex,smoker\n" + "1,1,True\n".repeat(200_000)));
    }

    @Test
    void aRequestThatDoesNotFitNowIsUnavailableAndASmallOneIsAccepted() {
        String row = "{\"age\":1,\"sex\":1,\"smoker\":true}";
        try (RequestMemory others = new RequestMemory(budget, explanations, MEGABYTE)) {
            others.reserve(4 * MEGABYTE);

            Response large = post(PLAIN, "[" + (row + ",").repeat(5000) + row + "]");

            check(503, "Other requests use the memory that there is", large);
            assertThat(large.headers()).containsKey("Retry-After");
            check(200, "diagnosis", post(PLAIN, row));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/models/heart:predict | {'parameters':{'explain':true},'instances':[      | ]}",
                "/invocations             | {'params':{'explain':true},'instances':[          | ]}"
            })
    void aResponseThatMustBeTooLongIsRefusedBeforeAnythingIsPredicted(String path, String begin, String end) {
        String json = begin.replace('\'', '"') + "[1,1,true],".repeat(9999) + "[1,1,true]" + end;

        check(413, "The response is longer than 1048576 bytes", post(path, json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/trees                   | [ROWS]",
                "/v1/models/trees:predict | {'instances':[ROWS]}",
                "/v2/models/trees/infer   | {'inputs':[{'name':'age','datatype':'FP64','shape':[500],'data':[NUMBERS]},{'name':'sex','datatype':'FP64','shape':[500],'data':[NUMBERS]},{'name':'smoker','datatype':'BYTES','shape':[500],'data':[TEXTS]}]}"
            })
    void explanationsThatWouldTakeTooLongAreRefusedBeforeTheFirstIsComputed(String path, String body) {
        String json = body.replace('\'', '"')
                .replace("ROWS", many("{\"age\":1,\"sex\":1,\"smoker\":true}"))
                .replace("NUMBERS", many("1"))
                .replace("TEXTS", many("\"True\""));

        query = "explain=true";
        Response response = post(path, json);

        check(413, "Explanations of 500 rows would take too long: they need ", response);
        check(413, " steps, and the limit is 3,000,000 (DROPFIT_MAX_EXPLANATION_STEPS); send at most ", response);
        query = "";
        check(200, "diagnosis", post(path, json));
    }

    private static String many(String row) {
        return (row + ",").repeat(499) + row;
    }

    @Test
    void moreThanTenEqualWarningsAreSummedUpInEveryDialect() {
        String rows = "[null,1,true],".repeat(24) + "[null,1,true]";
        String objects =
                "{\"age\":null,\"sex\":1,\"smoker\":true},".repeat(24) + "{\"age\":1,\"sex\":1,\"smoker\":true}";
        String nulls = "null,".repeat(24) + "null";
        String more = "and 15 more rows: 'age' is missing: the median ";

        JsonObject plain = json(post(PLAIN, "[" + objects + "]"));
        assertThat(texts(plain.get("warnings"))).singleElement().asString().startsWith("and 14 more rows: 'age'");
        assertThat(plain.getAsJsonArray("predictions").asList().stream()
                        .map(row -> texts(row.getAsJsonObject().get("warnings")).size()))
                .startsWith(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0)
                .hasSize(25);
        for (JsonObject response : List.of(
                json(post(VERTEX, "{\"instances\":[" + rows + "]}")),
                json(post(MLFLOW, "{\"instances\":[" + rows + "]}")),
                json(post(MLFLOW, "text/csv", "age,sex,smoker\n" + ",1,True\n".repeat(25))))) {
            assertThat(texts(response.get("warnings")))
                    .singleElement()
                    .asString()
                    .startsWith(more);
        }
        JsonObject tensors = json(post(
                INFER,
                "{\"inputs\":[{\"name\":\"age\",\"shape\":[25],\"datatype\":\"FP64\",\"data\":[" + nulls
                        + "]},{\"name\":\"sex\",\"shape\":[25],\"datatype\":\"INT64\",\"data\":["
                        + nulls.replace("null", "1")
                        + "]},{\"name\":\"smoker\",\"shape\":[25],\"datatype\":\"BOOL\",\"data\":["
                        + nulls.replace("null", "true") + "]}]}"));
        assertThat(tensors.getAsJsonObject("parameters").get("warnings").getAsString())
                .startsWith("row 0: 'age' is missing")
                .contains("row 9: 'age' is missing", "; " + more)
                .doesNotContain("row 10");
    }

    private static JsonObject json(Response response) {
        assertThat(response.status()).as(TestRoutes.text(response)).isEqualTo(200);
        return JsonParser.parseString(TestRoutes.text(response)).getAsJsonObject();
    }

    private static List<String> texts(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }
}
