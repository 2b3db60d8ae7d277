package dev.dropfit.core.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.ModelTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are small and would be large in memory, or that are not what they say. */
final class HostileModelFileTest {
    private static final String PIPELINE = "pipeline.json";
    private static final String METRICS = "metrics.json";
    private static final String MODEL = "model.tribuo";

    private final Map<String, byte[]> entries = entries();

    @Test
    void anEntryThatUnpacksToFarMoreThanTheFileIsRefusedByTheDirectory() throws IOException {
        entries.put(METRICS, new byte[257 << 20]);
        byte[] file = zip();

        assertThat(file.length).isLessThan(300_000);
        assertThatExceptionOfType(ModelTooLargeException.class)
                .isThrownBy(() -> ModelFile.read(file))
                .withMessage("The model file unpacks to 269.5 MB; the maximum is 67.1 MB");
    }

    @Test
    void anEntryThatUnpacksToMoreThanTheDirectoryAnnouncesIsRefusedThere() throws IOException {
        entries.put(METRICS, new byte[257 << 20]);

        assertRefused(announcing(zip(), METRICS, 1000), "unpacks to more than the 1000 bytes");
    }

    @Test
    void anEntryThatUnpacksToLessThanTheDirectoryAnnouncesIsRefused() throws IOException {
        assertRefused(announcing(zip(), PIPELINE, 1_000_000), "pipeline.json differs from its entry");
    }

    @Test
    void anEntryWithAnotherChecksumIsRefused() throws IOException {
        byte[] file = zip();
        int at = directory(file, METRICS) + 16;
        file[at] ^= 1;

        assertRefused(file, "metrics.json differs from its entry");
    }

    @Test
    void entriesThatAreNotNeededAreNotUnpacked() throws IOException {
        entries.put("notes", new byte[257 << 20]);

        assertThat(ModelFile.read(zip()).version()).startsWith("19700101T000000Z-");
    }

    @Test
    void bytesAfterTheZipAreIgnored() throws IOException {
        byte[] file = zip();

        assertThat(ModelFile.read(Arrays.copyOf(file, file.length + 1)).version())
                .startsWith("19700101T000000Z-");
    }

    @Test
    void twoEntriesOfOneNameAreRefused() throws IOException {
        entries.put("metrics.jsox", "{}".getBytes(StandardCharsets.UTF_8));
        byte[] file = zip();
        int last = directory(file, "metrics.jsox") + 46 + METRICS.length() - 1;
        file[last] = 'n';

        assertRefused(file, "two entries of the same name");
    }

    @Test
    void aFileOfTooManyBytesIsRefused() {
        assertRefused(new byte[ModelLimits.MAX_FILE_BYTES + 1], "The model file has 41.9 MB; the maximum is 41.9 MB");
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                Arguments.of("empty", new byte[0]),
                Arguments.of("a directory only", new byte[22]),
                Arguments.of("text", "no zip".repeat(100).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void whatIsNoZipIsRefused(String what, byte[] file) {
        assertRefused(file, "The model file is not a readable zip");
    }

    static Stream<Arguments> versions() {
        return Stream.of(
                Arguments.of("9".repeat(100_000), "has the version '" + "9".repeat(80) + "…'"),
                Arguments.of("", "has the version ''"),
                Arguments.of("20261122T084133Z-1F0C2A9B", "accepted is one like 20261122T084133Z-1f0c2a9b"),
                Arguments.of("20261122T084133Z-1f0c2a9b\n", "has the version"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aVersionHasTheFormOfAVersion(String version, String message) throws IOException {
        change(METRICS, json -> json.addProperty("version", version));

        assertRefused(zip(), message);
        assertThatThrownBy(() -> ModelFile.readToPredict(zip())).isInstanceOf(InvalidModelException.class);
    }

    @Test
    void aRecordIsKeptWithoutItsArraysAndObjectsForPredictions() throws IOException {
        change(METRICS, json -> {
            json.add("features", array(1_000));
            json.addProperty("elapsed", 1.5);
        });
        byte[] file = zip();

        Model whole = ModelFile.read(file);
        Model served = ModelFile.readToPredict(file);

        assertThat(whole.metrics().getAsJsonArray("features")).hasSize(1_000);
        assertThat(served.metrics().has("features")).isFalse();
        assertThat(served.metrics().get("elapsed")).isEqualTo(whole.metrics().get("elapsed"));
        assertThat(served.version()).isEqualTo(whole.version());
        assertThat(served.pipeline().features()).hasSameSizeAs(whole.pipeline().features());
    }

    @Test
    void onlyIntervalsOfTwoNumbersAreKeptForPredictions() throws IOException {
        change(METRICS, json -> {
            JsonObject intervals = JsonParser.parseString(
                            "{\"roc_auc\": [0.8, 0.9], \"f1\": [0.5, [1]], \"r2\": {\"low\": 1}}")
                    .getAsJsonObject();
            intervals.add("x".repeat(60), intervals.get("roc_auc"));
            for (int i = 0; i < 100; i++) {
                intervals.add("metric" + i, intervals.get("roc_auc"));
            }
            json.add("intervals", intervals);
        });

        JsonObject kept = ModelFile.readToPredict(zip()).metrics().getAsJsonObject("intervals");

        assertThat(kept.getAsJsonArray("roc_auc").toString()).isEqualTo("[0.8,0.9]");
        assertThat(kept.keySet()).hasSize(30).doesNotContain("f1", "r2", "x".repeat(60));
    }

    @Test
    void theSmallestAndTheLargestNumberOfEachColumnAreKeptForPredictions() throws IOException {
        change(METRICS, json -> json.add("columns", JsonParser.parseString("""
                [{"column": "age", "profile": {"distinct": 43, "quantiles": {"0.0": 18, "0.5": 36, "1.0": 60}, "bins": [[1, 2]]}},
                 {"column": "town", "profile": {"counts": [{"value": "x", "rows": 1}]}},
                 {"column": "half", "profile": {"quantiles": {"0.0": 18}}}, {"column": ["x"], "profile": 3},
                 {"column": "text", "profile": {"quantiles": {"0.0": "a", "1.0": [1]}}}, 7, [8]]""")));

        assertThat(ModelFile.readToPredict(zip()).metrics().get("ranges").toString())
                .isEqualTo("{\"age\":[18,60]}");
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("many values", "[" + "0,".repeat(3_000_000) + "0]"),
                Arguments.of("many objects", "[" + "{},".repeat(2_000_000) + "{}]"),
                Arguments.of("deep", "[".repeat(3_000_000)),
                Arguments.of("a long string", "\"" + "x".repeat(29_000_000) + "\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void aRecordThatWouldFillTheHeapIsRefused(String what, String value) throws IOException {
        entries.put(
                METRICS,
                ("{\"version\":\"20261122T084133Z-1f0c2a9b\",\"x\":" + value + "}").getBytes(StandardCharsets.UTF_8));

        assertRefused(zip(), "");
    }

    static Stream<Arguments> pipelines() {
        return Stream.of(
                Arguments.of("label", "x".repeat(1_001), "characters in the name 'xxxxxxxxxx"),
                Arguments.of("output", "x".repeat(1_001), "1,001 characters in the name"),
                Arguments.of("learner", "x".repeat(1_001), "1,001 characters in the name"),
                Arguments.of("features", array(2_000_000), "more than 1,200,000 values"),
                Arguments.of("ignored", strings(3_000, 900), "2,700,0"),
                Arguments.of("classes", strings(1_001, 8), "1,001 classes; the maximum is 1,000"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("pipelines")
    void aPipelineThatExceedsALimitIsRefused(String field, Object value, String message) throws IOException {
        change(PIPELINE, json -> {
            if (field.equals("classes")) {
                json.addProperty("task", "classification");
                json.add("labels", new JsonObject());
            }
            if (value instanceof JsonArray array) {
                json.add(field, array);
            } else {
                json.addProperty(field, (String) value);
            }
        });

        assertRefused(zip(), message);
    }

    @Test
    void tooManyLevelsOrTooLongOnesAreRefused() throws IOException {
        withLevels(strings(200_001, 7));
        assertRefused(zip(), "encoded columns (numbers, parts of dates and levels); the maximum is 200,000");

        withLevels(strings(1, 65_537));
        assertRefused(zip(), "65,537 characters in a level of '");

        withLevels(strings(300, 60_000));
        assertRefused(zip(), "18,000,000 characters in its levels; the maximum is 16,000,000");
    }

    @Test
    void tooManyTermsOrStrangeOnesAreRefused() throws IOException {
        withTerms(strings(10_001, 7), 1);
        assertRefused(zip(), "10,001 terms in a column of texts; the maximum is 10,000");

        withTerms(strings(1, 201), 1);
        assertRefused(zip(), "201 characters in a term of 'x'");

        JsonArray empty = new JsonArray();
        empty.add("");
        withTerms(empty, 1);
        assertRefused(zip(), "The term '' has the frequency 1.0");

        withTerms(strings(1, 7), 1e-300);
        assertRefused(zip(), "has the frequency 1.0E-300");
    }

    private void withTerms(JsonArray terms, double frequency) throws IOException {
        change(PIPELINE, json -> {
            JsonObject feature = new JsonObject();
            feature.addProperty("column", "x");
            feature.addProperty("kind", "text");
            feature.addProperty("median", 1);
            feature.addProperty("mean", 1);
            feature.addProperty("scale", 1);
            feature.addProperty("term_scale", 1);
            feature.add("terms", terms);
            JsonArray frequencies = new JsonArray();
            terms.forEach(term -> frequencies.add(frequency));
            feature.add("idf", frequencies);
            JsonArray features = new JsonArray();
            features.add(feature);
            json.add("features", features);
            json.addProperty("format", 5);
        });
    }

    @Test
    void aModelOfAMillionTinyFieldsIsRefused() throws IOException {
        byte[] fields = new byte[20_000_000];
        for (int i = 0; i < fields.length; i += 2) {
            fields[i] = 1 << 3;
        }
        entries.put(MODEL, fields);

        assertRefused(zip(), "A message in model.tribuo has more than 524288 fields");
    }

    @Test
    void aNumberThatIsNotFiniteIsRefused() throws IOException {
        change(
                PIPELINE,
                json -> json.getAsJsonArray("features")
                        .forEach(feature -> feature.getAsJsonObject().addProperty("median", new BigDecimal("1e999"))));

        assertRefused(zip(), "pipeline.json is not");
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    private void withLevels(JsonArray levels) throws IOException {
        change(PIPELINE, json -> {
            JsonObject feature = new JsonObject();
            feature.addProperty("column", "x");
            feature.addProperty("kind", "categorical");
            feature.add("levels", levels);
            feature.addProperty("other", false);
            feature.addProperty("missing", false);
            JsonArray features = new JsonArray();
            features.add(feature);
            json.add("features", features);
        });
    }

    private void change(String name, Consumer<JsonObject> change) {
        JsonObject json = JsonParser.parseString(
                        new String(Objects.requireNonNull(entries.get(name)), StandardCharsets.UTF_8))
                .getAsJsonObject();
        change.accept(json);
        entries.put(name, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonArray array(int size) {
        JsonArray array = new JsonArray(size);
        for (int i = 0; i < size; i++) {
            array.add(0);
        }
        return array;
    }

    private static JsonArray strings(int count, int length) {
        JsonArray array = new JsonArray(count);
        for (int i = 0; i < count; i++) {
            array.add(String.format("%0" + length + "d", i));
        }
        return array;
    }

    /** The file with another unpacked size of an entry in its directory. */
    private static byte[] announcing(byte[] file, String name, int size) {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(directory(file, name) + 24, size);
        return changed;
    }

    /** The position of an entry in the directory. */
    private static int directory(byte[] file, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int at = file.length - wanted.length; at >= 46; at--) {
            if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at - 46;
            }
        }
        throw new IllegalStateException("The directory has no " + name);
    }

    private static Map<String, byte[]> entries() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(
                        HostileModelFileTest.class.getResourceAsStream("format-1-quantity.zip"));
                ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(in.readAllBytes()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
            return entries;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
