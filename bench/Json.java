import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.sun.management.OperatingSystemMXBean;
import dev.dropfit.core.csv.Values;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonLimits;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.json.JsonType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Reads bodies of rows of the heart-disease sample into numbers, or writes bodies of predictions, with one library: {@code Json dropfit|jackson|gson
 * read-1|read-1000|write-1|write-1000}. Prints the best round's microseconds of CPU per row, of the whole process, so that other load on the machine
 * counts little. Each library is used in its fastest documented way: names are compared with the expected one first, and Jackson's fast parser
 * and writer of doubles are switched on.
 */
public final class Json {
    private static final String[] FIELDS = {
        "age", "sex", "cp", "trestbps", "chol", "fbs", "restecg", "thalach", "exang", "oldpeak", "slope", "ca", "thal"
    };
    private static final int ROUNDS = 12;
    private static final long ROUND_NANOS = 500_000_000L;

    private interface Task {
        double run() throws Exception;
    }

    private Json() {}

    public static void main(String[] arguments) throws Exception {
        boolean reads = arguments[1].startsWith("read");
        int rows = Integer.parseInt(arguments[1].substring(arguments[1].indexOf('-') + 1));
        byte[] body = rows(rows);
        double[] scores = new SplittableRandom(1).doubles(rows).toArray();
        Task task =
                switch (arguments[0]) {
                    case "dropfit" -> reads ? () -> dropfit(body) : () -> dropfit(scores);
                    case "jackson" -> reads ? () -> jackson(body) : () -> jackson(scores);
                    default -> reads ? () -> gson(body) : () -> gson(scores);
                };
        double checksum = 0;
        double best = Double.MAX_VALUE;
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            long start = process.getProcessCpuTime();
            long end = start;
            long bodies = 0;
            for (; end - start < ROUND_NANOS; end = process.getProcessCpuTime()) {
                for (int i = 0; i < 1 + 10_000 / rows; i++, bodies++) {
                    checksum += task.run();
                }
            }
            best = Math.min(best, (end - start) / 1e3 / bodies / rows);
        }
        if (checksum == 0) {
            throw new IllegalStateException("nothing was read or written");
        }
        System.out.printf("%.4f%n", best);
    }

    /** A body of the dialect's JSON: an array of objects. */
    private static byte[] rows(int count) {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder("[");
        for (int row = 0; row < count; row++) {
            text.append(row == 0 ? "{" : ",{");
            for (int field = 0; field < FIELDS.length; field++) {
                text.append(field == 0 ? "\"" : ",\"").append(FIELDS[field]).append("\":");
                text.append(
                        switch (FIELDS[field]) {
                            case "oldpeak" -> random.nextInt(62) / 10.0;
                            case "age", "trestbps", "chol", "thalach" -> random.nextInt(30, 230);
                            default -> random.nextInt(4);
                        });
            }
            text.append('}');
        }
        return text.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static final char[][] NAMES = new char[FIELDS.length][];
    private static final SerializedString[] SERIALIZED = new SerializedString[FIELDS.length];

    static {
        for (int i = 0; i < FIELDS.length; i++) {
            NAMES[i] = FIELDS[i].toCharArray();
            SERIALIZED[i] = new SerializedString(FIELDS[i]);
        }
    }

    private static int index(String name) {
        for (int i = 0; i < FIELDS.length; i++) {
            if (FIELDS[i].equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static final JsonLimits LIMITS = new JsonLimits(32, 1 << 20);

    private static double dropfit(byte[] body) throws InvalidJsonException {
        double sum = 0;
        JsonInput in = new JsonInput(body, LIMITS);
        in.beginArray();
        while (in.nextItem()) {
            double[] row = new double[FIELDS.length];
            in.beginObject();
            for (int next = 0; in.nextField(); next++) {
                int field = in.textEquals(NAMES[next]) ? next : index(in.text());
                if (in.type() != JsonType.NUMBER) {
                    throw new IllegalArgumentException();
                }
                in.readNumber();
                row[field] = Values.number(in.chars(), in.start(), in.length());
            }
            sum += row[0] + row[9];
        }
        in.finish();
        return sum;
    }

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static double jackson(byte[] body) throws IOException {
        double sum = 0;
        try (JsonParser in = JACKSON.createParser(body)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.START_OBJECT) {
                double[] row = new double[FIELDS.length];
                for (int next = 0; ; next++) {
                    int field = next;
                    if (next == FIELDS.length || !in.nextFieldName(SERIALIZED[next])) {
                        if (next == FIELDS.length) {
                            in.nextToken();
                        }
                        if (in.currentToken() == JsonToken.END_OBJECT) {
                            break;
                        }
                        field = index(in.currentName());
                    }
                    if (!in.nextToken().isNumeric()) {
                        throw new IllegalArgumentException();
                    }
                    row[field] = in.getDoubleValue();
                }
                sum += row[0] + row[9];
            }
        }
        return sum;
    }

    private static double gson(byte[] body) throws IOException {
        double sum = 0;
        JsonReader in = new JsonReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
        in.setStrictness(Strictness.STRICT);
        in.beginArray();
        while (in.hasNext()) {
            double[] row = new double[FIELDS.length];
            in.beginObject();
            for (int next = 0; in.hasNext(); next++) {
                String name = in.nextName();
                row[FIELDS[next].equals(name) ? next : index(name)] = in.nextDouble();
            }
            in.endObject();
            sum += row[0] + row[9];
        }
        in.endArray();
        return sum;
    }

    private static double dropfit(double[] scores) {
        JsonOutput out = new JsonOutput();
        out.beginObject().name("predictions").beginArray();
        for (double score : scores) {
            out.beginObject().name("diagnosis").value("heart-disease").name("probability").value(score);
            out.name("probabilities").beginObject().name("clear").value(1 - score);
            out.name("heart-disease").value(score).endObject();
            out.name("warnings").beginArray().endArray().endObject();
        }
        return out.endArray().endObject().toBytes().length;
    }

    private static double jackson(double[] scores) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JACKSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("predictions");
            for (double score : scores) {
                out.writeStartObject();
                out.writeStringField("diagnosis", "heart-disease");
                out.writeNumberField("probability", score);
                out.writeObjectFieldStart("probabilities");
                out.writeNumberField("clear", 1 - score);
                out.writeNumberField("heart-disease", score);
                out.writeEndObject();
                out.writeArrayFieldStart("warnings");
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray().length;
    }

    private static double gson(double[] scores) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonWriter out = new JsonWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            out.beginObject().name("predictions").beginArray();
            for (double score : scores) {
                out.beginObject().name("diagnosis").value("heart-disease").name("probability").value(score);
                out.name("probabilities").beginObject().name("clear").value(1 - score);
                out.name("heart-disease").value(score).endObject();
                out.name("warnings").beginArray().endArray().endObject();
            }
            out.endArray().endObject();
        }
        return bytes.toByteArray().length;
    }
}
