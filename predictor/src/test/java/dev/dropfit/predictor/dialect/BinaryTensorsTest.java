package dev.dropfit.predictor.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.http.Headers;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.observe.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and responses with binary tensors, as clients of Triton and KServe send and read them by default. */
final class BinaryTensorsTest {
    private static final byte[] HEART = TrainedModels.classes("01");
    private static final byte[] FLAT = TrainedModels.quantity("01");

    private Router router;

    @BeforeEach
    void serveModels() throws IOException {
        MemoryBucket bucket = new MemoryBucket(Instant.EPOCH);
        TrainedModels.publish(bucket, "heart", HEART);
        TrainedModels.publish(bucket, "flat", FLAT);
        router = new Router(TestRoutes.catalog(bucket, Optional.empty()), new Limits(1 << 20, 10_000), new Metrics());
    }

    private Response send(String model, String length, byte[] body) {
        return router.respond(request(model, length, body));
    }

    private static Request request(String model, String length, byte[] body) {
        Headers headers = name -> name.equals("Inference-Header-Content-Length") ? length : null;
        return new Request(
                "POST",
                Request.segments("/v2/models/" + model + "/infer"),
                "",
                "application/octet-stream",
                headers,
                () -> body,
                new Tally(),
                RequestMemory.unlimited());
    }

    private Response infer(String model, String json, byte[]... tensors) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return send(model, Integer.toString(header.length), concat(header, tensors));
    }

    private static byte[] concat(byte[] first, byte[]... others) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(first);
        for (byte[] other : others) {
            bytes.writeBytes(other);
        }
        return bytes.toByteArray();
    }

    private static byte[] doubles(double... numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            buffer.putDouble(number);
        }
        return buffer.array();
    }

    private static byte[] texts(String... values) {
        byte[] all = {};
        for (String value : values) {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            ByteBuffer length =
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length);
            all = concat(all, length.array(), text);
        }
        return all;
    }

    private static String input(String name, String datatype, String shape, int bytes) {
        return "{\"name\":\"" + name + "\",\"datatype\":\"" + datatype + "\",\"shape\":[" + shape
                + "],\"parameters\":{\"binary_data_size\":" + bytes + "}}";
    }

    private static byte[] bytes(Response response) {
        assertThat(response.status()).as(TestRoutes.text(response)).isEqualTo(200);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            response.writeTo(body, 0, System::nanoTime);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return body.toByteArray();
    }

    @Test
    void theResponseIsBinaryIfTheClientAsksForIt() {
        byte[] sex = texts("1", "1");
        byte[] smoker = {1, 0};
        String json = "{\"parameters\":{\"binary_data_output\":true},\"inputs\":[" + input("age", "FP64", "2", 16) + ","
                + input("sex", "BYTES", "2,1", sex.length) + "," + input("smoker", "BOOL", "2", 2) + "]}";

        Response response = infer("heart", json, doubles(71, 21), sex, smoker);

        byte[] body = bytes(response);
        int length = Integer.parseInt(response.headers().get("Inference-Header-Content-Length"));
        JsonArray outputs = JsonParser.parseString(new String(body, 0, length, StandardCharsets.UTF_8))
                .getAsJsonObject()
                .getAsJsonArray("outputs");
        assertThat(response.type()).isEqualTo("application/octet-stream");
        byte[] labels = texts("heart disease", "clear");
        assertThat(outputs.get(0).toString())
                .isEqualTo(
                        "{\"name\":\"diagnosis\",\"datatype\":\"BYTES\",\"shape\":[2],\"parameters\":{\"binary_data_size\":"
                                + labels.length + "}}");
        assertThat(Arrays.copyOfRange(body, length, length + labels.length)).isEqualTo(labels);
        ByteBuffer probabilities =
                ByteBuffer.wrap(body, length + labels.length, 32).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(probabilities.getDouble() + probabilities.getDouble()).isCloseTo(1, within(1e-9));
        assertThat(body).hasSize(length + labels.length + 32);
    }

    @Test
    void onlyTheRequestedOutputsAreBinary() {
        String json = "{\"inputs\":[" + input("x", "FP64", "1,3", 24)
                + "],\"outputs\":[{\"name\":\"diagnosis\",\"parameters\":{\"binary_data\":false}},"
                + "{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":true}}]}";

        Response response = infer("heart", json, doubles(71, 1, 1));

        assertThat(TestRoutes.text(response)).contains("\"data\":[\"heart disease\"]", "\"binary_data_size\":16");
        assertThat(bytes(response))
                .hasSize(Integer.parseInt(response.headers().get("Inference-Header-Content-Length")) + 16);
    }

    /** The bytes of the number 50 and of 20 in each datatype, in hexadecimal. */
    @ParameterizedTest
    @CsvSource({
        "INT8, 3214",
        "UINT8, 3214",
        "INT16, 32001400",
        "UINT16, 32001400",
        "INT32, 3200000014000000",
        "UINT32, 3200000014000000",
        "INT64, 32000000000000001400000000000000",
        "UINT64, 32000000000000001400000000000000",
        "FP16, 4052004d",
        "BF16, 4842a041",
        "FP32, 000048420000a041",
        "FP64, 00000000000049400000000000003440",
        "BYTES, 020000003530020000003230"
    })
    void everyDatatypeIsRead(String datatype, String hexadecimal) {
        byte[] data = new BigInteger("01" + hexadecimal, 16).toByteArray();
        byte[] tensor = Arrays.copyOfRange(data, 1, data.length);

        Response response = infer("flat", "{\"inputs\":[" + input("area", datatype, "2", tensor.length) + "]}", tensor);

        JsonObject json = JsonParser.parseString(TestRoutes.text(response)).getAsJsonObject();
        JsonArray prices =
                json.getAsJsonArray("outputs").get(0).getAsJsonObject().getAsJsonArray("data");
        assertThat(prices.get(0).getAsDouble()).isCloseTo(155, within(0.2));
        assertThat(prices.get(1).getAsDouble()).isCloseTo(65, within(0.2));
    }

    @Test
    void numbersThatAreNoneAreMissing() {
        Response response = infer(
                "flat",
                "{\"inputs\":[" + input("area", "FP64", "2", 16) + "]}",
                doubles(Double.NaN, Double.NEGATIVE_INFINITY));

        assertThat(TestRoutes.text(response)).contains("row 0: 'area' is missing", "row 1: 'area' is missing");
    }

    @Test
    void aBinaryTensorPredictsWhatItsJsonPredicts() {
        SplittableRandom random = new SplittableRandom(9);
        StringBuilder rows = new StringBuilder();
        double[] numbers = new double[3 * 500];
        for (int i = 0; i < numbers.length; i += 3) {
            numbers[i] = random.nextInt(200, 800) / 10.0;
            numbers[i + 1] = random.nextInt(1, 4);
            numbers[i + 2] = random.nextInt(2);
            rows.append(i == 0 ? "" : ",")
                    .append(numbers[i])
                    .append(',')
                    .append(numbers[i + 1])
                    .append(',')
                    .append(numbers[i + 2]);
        }
        String plain = "{\"id\":\"1\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[500,3],\"data\":["
                + rows + "]}]}";

        String expected = TestRoutes.text(infer("heart", plain));

        String json = "{\"id\":\"1\",\"inputs\":[" + input("x", "FP64", "500,3", 8 * numbers.length) + "]}";
        assertThat(TestRoutes.text(infer("heart", json, doubles(numbers)))).isEqualTo(expected);
    }

    /** A value of a datatype: its bytes, and its JSON. */
    private record Value(ByteBuffer bytes, String json) {
        static Value of(String datatype, double number) {
            ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            String json = Double.isNaN(number) ? "null" : Double.toString(number);
            switch (datatype) {
                case "FP64" -> buffer.putDouble(number);
                case "FP32" -> {
                    buffer.putFloat((float) number);
                    json = Double.isNaN(number) ? "null" : Float.toString((float) number);
                }
                case "INT32" -> {
                    buffer.putInt((int) number);
                    json = Integer.toString((int) number);
                }
                case "INT64" -> {
                    buffer.putLong((long) number);
                    json = Long.toString((long) number);
                }
                case "BOOL" -> {
                    buffer.put((byte) (number == 1 ? 1 : 0));
                    json = number == 1 ? "true" : "false";
                }
                default -> throw new IllegalArgumentException(datatype);
            }
            return new Value(buffer.flip(), json);
        }
    }

    /** Most requests have only values that training has seen, and are read in a shorter way. */
    @Test
    void columnsOfAnyDatatypeAndValuePredictWhatTheirJsonPredicts() {
        SplittableRandom random = new SplittableRandom(11);
        List<String> datatypes = List.of("FP64", "FP32", "INT64", "INT32", "BOOL");
        double[] ages = {20, 33.5, 71, -0.0, 700, 1e6, Double.NaN};
        double[] categories = {1, 2, 0, 3, 1.5, -1, Double.NaN};
        for (int i = 0; i < 400; i++) {
            int size = random.nextInt(1, 5);
            StringBuilder binary = new StringBuilder("{\"id\":\"1\",\"inputs\":[");
            StringBuilder plain = new StringBuilder(binary);
            byte[] tensors = {};
            for (String name : List.of("age", "sex", "smoker")) {
                String datatype = datatypes.get(random.nextInt(name.equals("age") ? 4 : 5));
                double[] usual = name.equals("age") ? ages : categories;
                int count = random.nextInt(3) == 0 ? usual.length : name.equals("smoker") ? 1 : 2;
                List<String> json = new ArrayList<>();
                byte[] tensor = {};
                for (int row = 0; row < size; row++) {
                    Value value = Value.of(datatype, usual[random.nextInt(count)]);
                    byte[] bytes = new byte[value.bytes.remaining()];
                    value.bytes.get(bytes);
                    tensor = concat(tensor, bytes);
                    json.add(value.json);
                }
                String comma = name.equals("age") ? "" : ",";
                binary.append(comma).append(input(name, datatype, Integer.toString(size), tensor.length));
                plain.append(comma)
                        .append("{\"name\":\"" + name + "\",\"datatype\":\"" + datatype + "\",\"shape\":[" + size
                                + "],\"data\":" + json + "}");
                tensors = concat(tensors, tensor);
            }

            Response expected = infer("heart", plain.append("]}").toString());
            Response found = infer("heart", binary.append("]}").toString(), tensors);

            assertThat(TestRoutes.text(found)).as(plain.toString()).isEqualTo(TestRoutes.text(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FP64, '1', 7",
        "FP64, '2', 8",
        "FP64, '999999999', 8",
        "BYTES, '1', 8",
        "BYTES, '3', 8",
        "BYTES, '999999999,1', 8",
        "BOOL, '1', 8"
    })
    void bytesThatAreNotTheValuesOfTheShapeAreRefused(String datatype, String shape, int bytes) {
        Response response =
                infer("flat", "{\"inputs\":[" + input("area", datatype, shape, bytes) + "]}", new byte[bytes]);

        assertThat(response.status()).isEqualTo(400);
        assertThat(TestRoutes.text(response)).contains("which are not as many values of its datatype");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "99999999999", "1e3", "4096", "x"})
    void aLengthThatIsNotOneOfTheJsonIsRefused(String length) {
        String json = "{\"inputs\":[" + input("area", "FP64", "1", 8) + "]}";

        assertThat(send("flat", length, concat(json.getBytes(StandardCharsets.UTF_8), doubles(1)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void mutatedRequestsAreNeverAServerError() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] texts = texts("71", "1", "True", "21", "", "é");
        byte[] json =
                ("{\"inputs\":[" + input("x", "BYTES", "2,3", texts.length) + "]}").getBytes(StandardCharsets.UTF_8);
        byte[] valid = concat(json, texts);
        assertThat(send("heart", Integer.toString(json.length), valid).status()).isEqualTo(200);
        for (int i = 0; i < 2000; i++) {
            byte[] mutant = valid.clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }

            Response response = send("heart", Integer.toString(json.length), mutant);

            assertThat(response.status()).as(TestRoutes.text(response)).isIn(200, 400, 413);
        }
    }

    /** Notes the numbers that it scores. Of 13 comes no finite score. */
    private static final class NotingScorer implements Scorer {
        private final List<Double> scored = new ArrayList<>();

        @Override
        public void score(double[] row, double[] scores) {
            scored.add(row[0]);
            scores[0] = row[0] == 13 ? Double.POSITIVE_INFINITY : row[0];
        }

        @Override
        public double contributions(double[] row, int output, double[] contributions) {
            return 0;
        }
    }

    @Test
    void aRowWithoutAFiniteScoreEndsTheRequestAndNoRowIsScoredTwice() {
        byte[] areas = doubles(11, 12, 13, 14);
        String json = "{\"inputs\":[" + input("area", "FP64", "4", areas.length) + "]}";
        byte[] body = concat(json.getBytes(StandardCharsets.UTF_8), areas);
        NotingScorer scorer = new NotingScorer();

        Response response = router.respond(
                request("flat", Integer.toString(json.length()), body), served -> served.scoredBy(scorer));

        assertThat(TestRoutes.text(response)).contains("Row 2 has numbers that are too large to predict from");
        assertThat(response.status()).isEqualTo(400);
        assertThat(scorer.scored).containsExactly(11.0, 12.0, 13.0);
    }
}
