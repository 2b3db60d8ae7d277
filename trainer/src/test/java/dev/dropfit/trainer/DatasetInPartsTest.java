package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetInPartsTest {
    private static final ModelName SALES = new ModelName("sales");
    private static final String HEADER = "id,amount,country,\"the\nday\",note,paid";
    private static final int ROWS = 900;

    /** Rows as people write them: numbers with units, dates, lines in quotes, repeated rows, and rows without a label. */
    private static List<String> rows() {
        SplittableRandom random = new SplittableRandom(17);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double amount = random.nextInt(100, 99_999) / 100.0;
            String country = List.of("CH", "de", "DE", "n/a", "Fr").get(random.nextInt(5));
            boolean paid = amount + (country.equals("CH") ? 300 : 0) + 200 * random.nextDouble() > 600;
            rows.add(
                    i % 90 == 89
                            ? rows.get(i - 1)
                            : "k" + i + ",$" + amount + "," + country + ",2026-0" + (1 + i % 9) + "-1" + i % 10
                                    + ",\"good\n\"\"" + i % 7 + "\"\"\"," + (i % 100 == 50 ? "" : paid ? "yes" : "no"));
        }
        return rows;
    }

    private static byte[] csv(List<String> rows) {
        return (HEADER + "\n" + String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private final MemoryBucket data = new MemoryBucket(Instant.parse("2026-11-26T08:00:00Z"));
    private final MemoryBucket models = new MemoryBucket(Instant.parse("2026-11-26T08:00:00Z"));

    private static ObjectInfo write(Bucket bucket, String name, byte[] content) throws IOException {
        return bucket.write(
                name, content, bucket.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT));
    }

    /** A comparison of learners would take most of the time. */
    private static void settings(Bucket bucket) throws IOException {
        write(bucket, "sales/dropfit.json", "{\"learner\": \"logistic-regression\"}".getBytes(StandardCharsets.UTF_8));
    }

    /** Writes parts of about the same number of rows, every second one packed, in a random order; {@code _SUCCESS} last. */
    private static ObjectInfo writeParts(Bucket bucket, int parts, long seed) throws IOException {
        settings(bucket);
        List<String> rows = rows();
        List<Integer> order = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            order.add(part);
        }
        Collections.shuffle(order, new Random(seed));
        for (int part : order) {
            byte[] content = csv(rows.subList(ROWS * part / parts, ROWS * (part + 1) / parts));
            String name = "sales/dataset/part-%05d-c000.csv".formatted(part);
            if (part % 2 == 1) {
                write(bucket, name + ".gz", gzip(content));
            } else {
                write(bucket, name, content);
            }
        }
        return write(bucket, "sales/dataset/_SUCCESS", new byte[0]);
    }

    private TrainingRun.Result run(Bucket from, Bucket to, OptionalLong generation) throws IOException {
        return new TrainingRun(from, new Registry(to), "revision", Clock.systemUTC(), Retries.within(Duration.ZERO))
                .run(SALES, generation);
    }

    private static RunRecord record(TrainingRun.Result result) {
        assertThat(result).isInstanceOf(TrainingRun.Result.Ended.class);
        return ((TrainingRun.Result.Ended) result).record();
    }

    /** The record without what names the inputs or the time. */
    private static JsonObject findings(RunRecord record) {
        JsonObject json = record.toJson();
        List.of("version", "timestamp", "elapsed", "place", "archive_sha256").forEach(json::remove);
        json.getAsJsonObject("dataset").remove("generation");
        json.getAsJsonObject("dataset").remove("settings_generation");
        return json;
    }

    private static SortedMap<String, byte[]> entries(Bucket bucket) throws IOException {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        byte[] file = bucket.read("sales/models/latest.zip").orElseThrow().readAllBytes();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        // The version, which names the inputs.
        entries.remove("metrics.json");
        return entries;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void theSameRowsInPartsGiveTheSameModelAndFindingsAsInOneFile(int parts) throws IOException {
        ObjectInfo complete = writeParts(data, parts, parts);
        // A model says when its newest input was written: here at the same time. A bucket in memory writes a second
        // later.
        MemoryBucket oneFile = new MemoryBucket(complete.created().minus(Duration.ofSeconds(1)));
        MemoryBucket oneModel = new MemoryBucket(Instant.parse("2026-11-26T08:00:00Z"));
        ObjectInfo file = write(oneFile, "sales/dataset.csv", csv(rows()));
        assertThat(file.created()).isEqualTo(complete.created());
        oneFile.setTime(Instant.parse("2026-11-26T07:00:00Z"));
        settings(oneFile);
        RunRecord expected = record(run(oneFile, oneModel, OptionalLong.empty()));

        RunRecord record = record(run(data, models, OptionalLong.of(complete.generation())));

        JsonObject found = findings(record);
        JsonObject others = findings(expected);
        assertThat(found.keySet()).isEqualTo(others.keySet());
        assertThat(found.keySet())
                .allSatisfy(key -> assertThat(found.get(key)).as(key).isEqualTo(others.get(key)));
        assertThat(entries(models)).containsKeys("model.tribuo", "pipeline.json");
        assertThat(entries(models)).usingRecursiveComparison().isEqualTo(entries(oneModel));
    }

    @Test
    void onlyTheNewestObjectOfTheSetStartsItsRun() throws IOException {
        ObjectInfo complete = writeParts(data, 3, 1);
        ObjectInfo first = data.find("sales/dataset/part-00000-c000.csv").orElseThrow();

        assertThat(run(data, models, OptionalLong.of(first.generation())))
                .isEqualTo(new TrainingRun.Result.Skipped("there is a newer dataset, whose own event trains it"));
        assertThat(record(run(data, models, OptionalLong.of(complete.generation())))
                        .promoted())
                .isTrue();
        assertThat(models.names("sales/metrics/")).hasSize(1);
    }

    @Test
    void aPartThatIsAddedOrReplacedLaterIsANewDataset() throws IOException {
        writeParts(data, 3, 1);
        RunRecord before = record(run(data, models, OptionalLong.empty()));

        ObjectInfo added = write(data, "sales/dataset/part-00003.csv", csv(List.of("k901,$5.5,CH,2026-01-01,fine,no")));
        RunRecord after = record(run(data, models, OptionalLong.of(added.generation())));

        assertThat(after.dataset().rows().orElseThrow())
                .isEqualTo(before.dataset().rows().orElseThrow() + 1);
    }

    @Test
    void partsThatAreWrittenDuringTheRunKeepItFromBeingRecordedAndServed() throws IOException {
        writeParts(data, 3, 1);
        Bucket busy = new ForwardingBucket(data) {
            @Override
            protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
                T result = call.run();
                if (operation == Operation.READ && name.endsWith("part-00002-c000.csv")) {
                    DatasetInPartsTest.write(
                            data, "sales/dataset/part-00003.csv", csv(List.of("k901,$5.5,CH,2026-01-01,fine,no")));
                }
                return result;
            }
        };

        assertThat(run(busy, models, OptionalLong.empty()))
                .isEqualTo(
                        new TrainingRun.Result.Skipped("the dataset has grown since it was read, so only a part of it"
                                + " was; the event of the larger one trains it"));
        assertThat(models.names("sales/m")).isEmpty();
    }

    @Test
    void aProblemNamesThePartAndItsLine() throws IOException {
        writeParts(data, 3, 1);
        write(data, "sales/dataset/part-00001-c000.csv.gz", gzip(csv(List.of("k1,$5,CH,2026-01-01,fine,no", "k2,$7"))));

        RunRecord record = record(run(data, models, OptionalLong.empty()));

        assertThat(record.reasons()).singleElement().asString().startsWith("part-00001-c000.csv.gz, line 4: ");
    }

    @Test
    void aPartWithAnotherHeaderIsInvalidAndNamed() throws IOException {
        writeParts(data, 3, 1);
        write(data, "sales/dataset/part-00009.csv", "amount,id\n1,2\n".getBytes(StandardCharsets.UTF_8));

        assertThat(record(run(data, models, OptionalLong.empty())).reasons())
                .singleElement()
                .asString()
                .startsWith("part-00009.csv begins with 'amount,id', but part-00000-c000.csv with 'id,amount,country,");
    }
}
