package dev.dropfit.predictor.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.predict.CsvPrediction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value means the same in every protocol, however it is written, and what the same cell meant in training. */
final class DialectsAgreeTest {
    private static final List<String> TRUE = List.of(
            "true", "\"true\"", "\"TRUE\"", "\"True\"", "\"yes\"", "\"Y\"", "1", "1.0", "1e0", "\"1\"", "\" 1.0 \"");
    private static final List<String> FALSE =
            List.of("false", "\"false\"", "\"FALSE\"", "\"no\"", "\"N\"", "0", "0.0", "-0", "\"0\"", "\"0.0\"");
    private static final List<String> MISSING =
            List.of("null", "NaN", "\"\"", "\"NaN\"", "\"nan\"", "\"null\"", "\"NA\"", "\"  \"");
    private static final List<String> NUMBER_MISSING = List.of(
            "null", "Infinity", "-Infinity", "\"\"", "\"-\"", "\"n.a.\"", "\"Infinity\"", "\"None\"", "\"#N/A\"");
    private static final List<String> TWELVE =
            List.of("12", "12.0", "1.2e1", "\"12\"", "\"12.0\"", "\" 12 \"", "\"+12\"");

    private static final String NUMERIC = "{\"columns\": {\"x\": \"numeric\"}}";
    private static final String DATES = "{\"columns\": {\"x\": \"datetime\"}}";
    /** 31 May 2024, in ways that have one meaning only. */
    private static final List<String> LAST_OF_MAY = List.of(
            "\"2024-05-31\"",
            "\"2024-05-31T00:00:00Z\"",
            "\"2024-05-31 00:00:00+00:00\"",
            "\"2024/05/31\"",
            "\"31 May 2024\"",
            "\"May 31, 2024\"",
            "\"Fri, 31 May 2024 00:00:00 GMT\"",
            "1717113600000",
            "\"1717113600000\"");

    private static final MemoryBucket BUCKET = new MemoryBucket(Instant.EPOCH);
    private static final Map<String, Router> ROUTERS = new HashMap<>();
    private static final Map<String, Model> MODELS = new HashMap<>();

    static {
        train("zero-one", "0", "1", "", "{}");
        train("true-false", "False", "True", "", "{}");
        train("yes-no", "no", "yes", "", "{}");
        train("upper", "FALSE", "TRUE", "", "{}");
        train("third-level", "false", "true", "unsure", "{}");
        train("number", "0", "1", "", "{\"columns\": {\"x\": \"numeric\"}}");
        train("amount", "3", "12", "7.5", "{\"columns\": {\"x\": \"numeric\"}}");
        train("money", "$3", "$12", "$7.50", "{\"columns\": {\"x\": \"numeric\"}}");
        train("size", "12", "40", "60", "{\"columns\": {\"x\": \"categorical\"}}");
        train("percent", "%3", "%12", "%7.5", NUMERIC);
        train("euros", "1.003,25 €", "1.012,50 €", "7,50 €", NUMERIC);
        train("weight", "3 kg", "12 kg", "7.5 kg", NUMERIC);
        train("weights", "3000 g", "12 kg", "7.5 kg", NUMERIC);
        train("accounting", "(1,003)", "1,012", "7.50", NUMERIC);
        train("thousands", "1.2k", "12k", "3M", NUMERIC);
        train("asked", "3", "12", "not asked", "{\"missing\": [\"not asked\"], \"columns\": {\"x\": \"numeric\"}}");
        train("took", "0:50:00", "1:02:03", "0:30:00", NUMERIC);
        train("iso", "2024-01-15", "2024-05-31", "2023-08-08", DATES);
        train("day-first", "15/01/2024", "31/05/2024", "08/08/2023", DATES);
        train("month-first", "1/15/2024", "5/31/2024", "8/8/2023", DATES);
        train("named", "15-Jan-2024", "31-May-2024", "8-Aug-2023", DATES);
        train("code", "00037", "01234", "90210", "{}");
        train("ja-nein", "nein", "ja", "", "{}");
        train("compact", row -> "" + (20240101 + row % 12 * 100 + row % 28), "{}");
    }

    private static void train(String name, String low, String high, String other, String settings) {
        train(name, row -> row % 3 == 2 ? other : row % 2 == 0 ? low : high, settings);
    }

    private static void train(String name, IntFunction<String> x, String settings) {
        StringBuilder csv = new StringBuilder("n,x,label\n");
        for (int i = 0; i < 240; i++) {
            csv.append(i % 7)
                    .append(",\"")
                    .append(i % 12 == 11 ? "" : x.apply(i))
                    .append('"');
            csv.append(i % 2 == 0 && i % 5 != 0 ? ",no\n" : ",yes\n");
        }
        try {
            byte[] file = TrainedModels.of(csv.toString(), settings);
            TrainedModels.publish(BUCKET, name, file);
            MODELS.put(name, TrainedModels.read(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A model, the cell that training saw, and the values in JSON that mean the same. */
    static Stream<Arguments> values() {
        List<Arguments> all = new ArrayList<>();
        List<List<String>> booleans = List.of(
                List.of("zero-one", "0", "1"),
                List.of("true-false", "False", "True"),
                List.of("yes-no", "no", "yes"),
                List.of("upper", "FALSE", "TRUE"),
                List.of("third-level", "false", "true"),
                List.of("number", "0", "1"));
        for (List<String> model : booleans) {
            all.add(Arguments.of(model.get(0), model.get(1), FALSE));
            all.add(Arguments.of(model.get(0), model.get(2), TRUE));
            all.add(Arguments.of(model.get(0), "", MISSING));
        }
        all.add(Arguments.of("third-level", "unsure", List.of("\"unsure\"", "\" unsure\"")));
        all.add(Arguments.of("amount", "12", TWELVE));
        all.add(Arguments.of("amount", "", NUMBER_MISSING));
        all.add(Arguments.of("money", "$12", TWELVE));
        all.add(Arguments.of("money", "$12", List.of("\"$12\"", "\"$12.00\"", "\"$ 12\"")));
        all.add(Arguments.of("money", "", NUMBER_MISSING));
        all.add(Arguments.of("size", "12", TWELVE));
        all.add(Arguments.of("percent", "%12", TWELVE));
        all.add(Arguments.of(
                "percent", "%12", List.of("\"%12\"", "\"% 12.0\"", "\"12 %\"", "\"12.0%\"", "\"12 percent\"")));
        all.add(Arguments.of(
                "money", "$12", List.of("\"12 $\"", "\"USD 12\"", "\"12.00 usd\"", "\"US$12\"", "\"$12 USD\"")));
        all.add(Arguments.of(
                "euros",
                "1.012,50 €",
                List.of(
                        "1012.5",
                        "\"1012.5\"",
                        "\"1012,5\"",
                        "\"€1.012,50\"",
                        "\"EUR 1.012,5\"",
                        "\"1012,50 euro\"",
                        "\"1,012.50\"",
                        "\"1 012,5 €\"")));
        all.add(Arguments.of("weight", "12 kg", TWELVE));
        all.add(Arguments.of(
                "weight", "12 kg", List.of("\"12kg\"", "\"12.0 KG\"", "\"12000 g\"", "\"kg 12\"", "\"12 kilograms\"")));
        all.add(Arguments.of("weights", "12 kg", TWELVE));
        all.add(Arguments.of("weights", "12 kg", List.of("\"12kg\"", "\"12000g\"", "\"12000 grams\"")));
        all.add(Arguments.of(
                "accounting",
                "(1,003)",
                List.of("-1003", "\"-1003\"", "\"(1003)\"", "\"-1,003.0\"", "\"1,003-\"", "\"−1 003\"")));
        all.add(Arguments.of(
                "thousands", "12k", List.of("12000", "1.2e4", "\"12K\"", "\"12 k\"", "\"12 thousand\"", "\"0.012M\"")));
        all.add(Arguments.of("asked", "", List.of("null", "\"not asked\"", "\"NOT ASKED\"", "\"n.a.\"")));
        all.add(Arguments.of(
                "took", "1:02:03", List.of("3723", "\"3723\"", "\"01:02:03\"", "\"PT1H2M3S\"", "\"1h 2m 3s\"")));
        for (String model : List.of("iso", "day-first", "month-first", "named", "compact")) {
            all.add(Arguments.of(model, "2024-05-31", LAST_OF_MAY));
            all.add(Arguments.of(model, "", List.of("null", "\"n.a.\"", "\"NaT\"", "\"0000-00-00\"")));
        }
        all.add(Arguments.of("day-first", "2024-05-06", List.of("\"06/05/2024\"", "\"6.5.24\"")));
        all.add(Arguments.of("month-first", "2024-05-06", List.of("\"05/06/2024\"", "\"5-6-24\"")));
        all.add(Arguments.of(
                "compact", "20240531", List.of("20240531", "20240531.0", "\"20240531\"", "\"20240531.0\"")));
        all.add(Arguments.of("code", "00037", List.of("\"00037\"", "37", "37.0", "\"37\"", "\"037\"")));
        all.add(Arguments.of("ja-nein", "ja", TRUE));
        all.add(Arguments.of("ja-nein", "nein", FALSE));
        return all.stream();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("values")
    void aValueMeansTheSameInEveryProtocolAndFile(String model, String cell, List<String> values) throws Exception {
        double expected = probability(body(respond(model, CSV, '"' + cell + '"', "")));

        for (String value : values) {
            for (Form form : FORMS) {
                Response response = respond(model, form, value, "");
                assertThat(response.status())
                        .as("%s as %s: %s", value, form.name, body(response))
                        .isEqualTo(200);
                assertThat(probability(body(response)))
                        .as("%s as %s: %s", value, form.name, body(response))
                        .isCloseTo(expected, within(1e-12));
            }
            assertThat(probability(ofFile(model, CSV.body(value))))
                    .as("%s in a file", value)
                    .isCloseTo(expected, within(1e-12));
        }
    }

    /** A model and a value that it can't use. */
    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("amount", "true"),
                Arguments.of("amount", "\"TRUE\""),
                Arguments.of("amount", "1e999"),
                Arguments.of("money", "false"),
                Arguments.of("money", "\"cheap\""),
                Arguments.of("money", "\"€12\""),
                Arguments.of("weight", "\"12 cm\""),
                Arguments.of("amount", "\"1,2.3,4\""),
                Arguments.of("amount", "\"12 %\""),
                Arguments.of("number", "\"maybe\""));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void aValueThatCantBeUsedIsAnErrorInEveryProtocol(String model, String value) {
        for (Form form : FORMS) {
            Response strict = respond(model, form, value, "");
            assertThat(strict.status()).as(form.name).isEqualTo(400);
            assertThat(body(strict)).as(form.name).contains("number");
            if (form.keeps) {
                Response kept = respond(model, form, value, "on_error=row");
                assertThat(kept.status()).as(form.name).isEqualTo(200);
                assertThat(body(kept)).as(form.name).contains("'x': found ", "; accepted is a number");
            }
        }
    }

    @Test
    void aNumberFarFromThoseOfTrainingIsAWarningInEveryProtocolAndAnErrorIfItIsStrict() {
        for (Form form : FORMS) {
            String query = form.type.equals("text/csv") ? "warnings=true" : "";
            Response warned = respond("amount", form, "7000", query);
            assertThat(warned.status()).as(form.name).isEqualTo(200);
            if (!form.path.equals("/invocations") || !form.type.equals("text/csv")) {
                assertThat(body(warned))
                        .as(form.name)
                        .contains("'x' is 7000, far from all numbers of training (expected: from -6 to 21)");
            }
            Response strict = respond("amount", form, "7000", "strict=true");
            assertThat(strict.status()).as(form.name).isEqualTo(400);
            assertThat(body(strict)).as(form.name).contains("a number like those of training, from -6 to 21");
        }
    }

    private static Response respond(String model, Form form, String value, String query) {
        return ROUTERS.computeIfAbsent(model, DialectsAgreeTest::router)
                .respond(new Request(
                        "POST",
                        Request.segments(form.path.replace("MODEL", model)),
                        query,
                        form.type,
                        () -> form.body(value).getBytes(StandardCharsets.UTF_8),
                        new Tally(),
                        RequestMemory.unlimited()));
    }

    /** What the command {@code predict} writes. */
    private static String ofFile(String model, String csv) throws IOException, InvalidTableException {
        ByteArrayOutputStream predicted = new ByteArrayOutputStream();
        CsvPrediction.predict(
                Objects.requireNonNull(MODELS.get(model)),
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                predicted);
        return predicted.toString(StandardCharsets.UTF_8);
    }

    private static Router router(String model) {
        return new Router(
                TestRoutes.catalog(BUCKET, Optional.of(new ModelName(model))),
                new Limits(1 << 20, 1000),
                new Metrics());
    }

    private static String body(Response response) {
        return TestRoutes.text(response);
    }

    /** The probability of the class yes, which is the last one in every protocol. */
    private static double probability(String body) {
        if (!body.startsWith("{")) {
            return Double.parseDouble(
                    body.strip().substring(1 + Math.max(body.lastIndexOf(','), body.lastIndexOf(';'))));
        }
        JsonObject json = JsonParser.parseString(body).getAsJsonObject();
        if (json.has("outputs")) {
            return json.getAsJsonArray("outputs")
                    .get(1)
                    .getAsJsonObject()
                    .getAsJsonArray("data")
                    .get(1)
                    .getAsDouble();
        }
        JsonObject row = json.has("predictions")
                ? json.getAsJsonArray("predictions").get(0).getAsJsonObject()
                : json;
        return row.getAsJsonObject("probabilities").get("yes").getAsDouble();
    }

    /**
     * A protocol's form of a row.
     *
     * @param keeps whether it can keep a row that can't be used
     */
    private record Form(String name, String path, String type, boolean keeps, String template) {
        String body(String value) {
            String cell = value.startsWith("\"") ? value : value.equals("null") ? "" : value;
            return template.replace("CELL", cell)
                    .replace("TEXT", value.startsWith("\"") || value.equals("null") ? value : '"' + value + '"')
                    .replace("VALUE", value)
                    .replace("DATATYPE", datatype(value));
        }

        /** The datatype that a client gives such a value. */
        private static String datatype(String value) {
            return switch (value.charAt(0)) {
                case '"' -> "BYTES";
                case 't', 'f' -> "BOOL";
                default -> "FP64";
            };
        }
    }

    private static final Form CSV = new Form("csv", "/MODEL", "text/csv", true, "n,x\n3,CELL\n");

    private static final List<Form> FORMS = List.of(
            new Form("plain", "/MODEL", "application/json", false, "{\"n\": 3, \"x\": VALUE}"),
            new Form("plain array", "/MODEL", "application/json", true, "[{\"n\": 3, \"x\": VALUE}]"),
            CSV,
            new Form("semicolons", "/MODEL", "text/csv", true, "n;x\n3;CELL\n"),
            new Form(
                    "v1",
                    "/v1/models/MODEL:predict",
                    "application/json",
                    true,
                    "{\"instances\": [{\"n\": 3, \"x\": VALUE}]}"),
            new Form(
                    "v1 arrays", "/v1/models/MODEL:predict", "application/json", true, "{\"instances\": [[3, VALUE]]}"),
            new Form(
                    "v2",
                    "/v2/models/MODEL/infer",
                    "application/json",
                    true,
                    "{\"inputs\": [{\"name\": \"n\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [3]},"
                            + " {\"name\": \"x\", \"shape\": [1], \"datatype\": \"DATATYPE\", \"data\": [VALUE]}]}"),
            new Form(
                    "v2 matrix",
                    "/v2/models/MODEL/infer",
                    "application/json",
                    true,
                    "{\"inputs\": [{\"name\": \"rows\", \"shape\": [1, 2], \"datatype\": \"BYTES\", \"data\": [\"3\","
                            + " TEXT]}]}"),
            new Form(
                    "mlflow split",
                    "/invocations",
                    "application/json",
                    true,
                    "{\"dataframe_split\": {\"columns\": [\"n\", \"x\"], \"data\": [[3, VALUE]]}}"),
            new Form(
                    "mlflow records",
                    "/invocations",
                    "application/json",
                    true,
                    "{\"dataframe_records\": [{\"n\": 3, \"x\": VALUE}]}"),
            new Form(
                    "mlflow inputs",
                    "/invocations",
                    "application/json",
                    true,
                    "{\"inputs\": {\"n\": [3], \"x\": [VALUE]}}"),
            new Form("mlflow instances", "/invocations", "application/json", true, "{\"instances\": [[3, VALUE]]}"),
            new Form("mlflow csv", "/invocations", "text/csv", true, "n,x\n3,CELL\n"));
}
