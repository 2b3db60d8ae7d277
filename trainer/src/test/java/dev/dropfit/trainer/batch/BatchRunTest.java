package dev.dropfit.trainer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.FailingBucket;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.Killed;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.BatchSummary;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file of rows is scored once, whole, by one version, whatever happens meanwhile. */
final class BatchRunTest {
    private static final Instant START = Instant.parse("2026-11-26T09:00:00Z");
    private static final BatchFile MAY = Prices.MAY;
    private static final String FIRST = "20261122T084101Z-00000001";
    private static final String SECOND = "20261122T084102Z-00000002";
    private static final Duration NO_LIMIT = Duration.ofDays(1);
    private static final long SMALL_PARTS = 20_000;

    private static byte[] first;
    private static byte[] second;

    private final MemoryBucket data = new MemoryBucket(START);
    private final MemoryBucket models = new MemoryBucket(START);

    @BeforeAll
    static void train() throws Exception {
        first = Prices.model(FIRST, 3);
        second = Prices.model(SECOND, 4);
    }

    @BeforeEach
    void serve() throws IOException {
        serve(first);
    }

    @Test
    void aFileGetsItsPredictionsAndASummary() throws Exception {
        ObjectInfo input = drop("id,area\na,1\nb,\n");

        BatchSummary summary = ended(run(models));

        assertThat(text(MAY.predictions())).isEqualTo(Prices.predictions(first, "id,area\na,1\nb,\n"));
        assertThat(summary.version()).isEqualTo(FIRST);
        assertThat(summary.rows()).isEqualTo(2);
        assertThat(summary.warnings()).containsEntry("missing_value", 1L).containsEntry("unknown_column", 1L);
        assertThat(text(MAY.summary()))
                .contains(
                        "\"status\": \"scored\"",
                        "\"object\": \"prices/batch/may.csv\"",
                        "\"generation\": \"" + input.generation() + "\"",
                        "\"version\": \"" + FIRST + "\"",
                        "\"rows\": 2",
                        "\"predicted\": 2",
                        "\"errors\": 0");
        assertOnlyResults(MAY.predictions(), MAY.summary());
    }

    @Test
    void aPackedFileGetsTheSamePredictionsAndOfTwoTheNewestCounts() throws Exception {
        ObjectInfo plain = drop("area\n7\n");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("area\n1\n".getBytes(UTF_8));
        }
        data.setTime(START.plusSeconds(60));
        ObjectInfo newest = data.write(MAY.compressed(), packed.toByteArray(), Bucket.ABSENT);

        assertThat(run(models, plain.generation())).isInstanceOf(BatchRun.Result.Skipped.class);
        assertThat(ended(run(models, newest.generation())).object()).isEqualTo("prices/batch/may.csv.gz");

        assertThat(text(MAY.predictions())).isEqualTo(Prices.predictions(first, "area\n1\n"));
    }

    @Test
    void rowsWithErrorsAreInAFileOfTheirOwn() throws Exception {
        drop("area\n1\nfar\n3\n4,5\n");

        BatchSummary summary = ended(run(models));

        assertThat(summary.rows()).isEqualTo(4);
        assertThat(summary.errors()).isEqualTo(2);
        assertThat(text(MAY.predictions())).isEqualTo(Prices.predictions(first, "area\n1\n3\n"));
        assertThat(text(MAY.errors())).isEqualTo("""
                        line,error,area
                        3,'area': found 'far'; accepted is a number,far
                        5,"found 2 cells, the header has 1; the cells after the last column are not copied",4
                        """);
    }

    @Test
    void aNewFileReplacesAllResults() throws Exception {
        drop("area\nfar\n");
        run(models);
        drop("area\n2\n");

        run(models);

        assertThat(text(MAY.predictions())).isEqualTo(Prices.predictions(first, "area\n2\n"));
        assertOnlyResults(MAY.predictions(), MAY.summary());
    }

    @Test
    void aFileWithoutAColumnOfTheModelGetsASummaryThatSaysSoAndNothingElse() throws Exception {
        drop("area\n1\n");
        run(models);
        drop("size\n1\n");

        BatchSummary summary = ended(run(models));

        assertThat(summary.reasons())
                .containsExactly("line 1, column 'area': the header does not have this column; the model needs it");
        assertThat(text(MAY.summary())).contains("\"status\": \"failed\"", "\"reasons\": [");
        assertOnlyResults(MAY.summary());
    }

    @Test
    void aLargeFileIsScoredInPartsWithTheSameBytes() throws Exception {
        String csv = Prices.rows(20_000);
        drop(csv);

        BatchSummary summary = ended(run(models));

        assertThat(text(MAY.predictions())).isEqualTo(Prices.predictions(first, csv));
        assertThat(text(MAY.errors()).lines().count()).isEqualTo(summary.errors() + 1);
        assertThat(summary.rows()).isEqualTo(20_000);
        assertThat(models.writes().stream().filter(object -> object.name().contains("_parts")))
                .hasSizeGreaterThan(20);
        assertOnlyResults(MAY.predictions(), MAY.errors(), MAY.summary());
    }

    @Test
    void whatTakesTooLongForOneStartGoesOnWithTheNextAndTheVersionStays() throws Exception {
        String csv = Prices.rows(20_000);
        drop(csv);
        int starts = 0;
        BatchRun.Result result = null;
        while (result == null) {
            starts++;
            try {
                result = start(data, models, ticking(), Duration.ofSeconds(4)).run(MAY, OptionalLong.empty());
            } catch (UnfinishedBatchException e) {
                assertThat(e).hasMessageContaining("the next one continues");
                serve(second);
            }
        }

        assertThat(starts).isGreaterThan(5);
        assertThat(ended(result).version()).isEqualTo(FIRST);
        assertThat(text(MAY.predictions())).isEqualTo(Prices.predictions(first, csv));
        assertOnlyResults(MAY.predictions(), MAY.errors(), MAY.summary());
    }

    @Test
    void aDuplicateOrALateEventChangesNothing() throws Exception {
        ObjectInfo old = drop("area\n1\n");
        drop("area\n2\n");
        run(models);
        List<ObjectInfo> before = models.list("");

        serve(second);
        run(models);
        assertThat(run(models, old.generation())).isInstanceOf(BatchRun.Result.Skipped.class);

        assertThat(models.list("prices/predictions/")).isEqualTo(results(before));
    }

    @Test
    void manyStartsAtTheSameTimeGiveTheSameResult() throws Exception {
        String csv = Prices.rows(8_000);
        drop(csv);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<BatchRun.Result>> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            results.add(threads.submit(() -> run(models)));
        }

        for (Future<BatchRun.Result> result : results) {
            assertThat(ended(result.get()).rows()).isEqualTo(8_000);
        }
        threads.shutdown();
        assertThat(text(MAY.predictions())).isEqualTo(Prices.predictions(first, csv));
        assertOnlyResults(MAY.predictions(), MAY.errors(), MAY.summary());
    }

    @Test
    void aStartThatIsKilledAtAnyOperationIsCompletedByTheNext() throws Exception {
        String small = "area\n1\nfar\n";
        String large = Prices.rows(3_000);
        for (String csv : List.of(small, large)) {
            for (FailingBucket.Failure failure : FailingBucket.Failure.values()) {
                int operations = failAtEach(csv, failure);
                assertThat(operations).isGreaterThan(10);
            }
        }
    }

    /** @return the number of operations */
    private int failAtEach(String csv, FailingBucket.Failure failure) throws Exception {
        String byFirst = Prices.predictions(first, csv);
        String bySecond = Prices.predictions(second, csv);
        for (int operation = 1; true; operation++) {
            MemoryBucket input = new MemoryBucket(data);
            MemoryBucket output = new MemoryBucket(models);
            input.write(MAY.plain(), csv.getBytes(UTF_8), Bucket.ABSENT);
            FailingBucket failing = new FailingBucket(output, operation, failure);
            try {
                start(input, failing, Clock.systemUTC(), NO_LIMIT).run(MAY, OptionalLong.empty());
            } catch (Killed | StorageUnavailableException e) {
                assertThat(failing.hasFailed()).isTrue();
            }
            output.write(
                    Prices.LATEST,
                    second,
                    output.find(Prices.LATEST).orElseThrow().generation());

            start(input, output, Clock.systemUTC(), NO_LIMIT).run(MAY, OptionalLong.empty());

            String predictions = text(output, MAY.predictions());
            assertThat(predictions).as("%s at operation %d", failure, operation).isIn(byFirst, bySecond);
            String version = predictions.equals(byFirst) ? FIRST : SECOND;
            assertThat(text(output, MAY.summary())).contains(version, "\"status\": \"scored\"");
            assertThat(output.names("prices/predictions/"))
                    .containsExactly(MAY.predictions(), MAY.errors(), MAY.summary());
            if (!failing.hasFailed()) {
                return operation;
            }
        }
    }

    @Test
    void scoringThatEndsItsProcessThreeTimesAtTheSamePlaceIsGivenUp() throws Exception {
        drop(Prices.rows(6_000));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> start(data, failingAt("_parts/may/1/0000"), Clock.systemUTC(), NO_LIMIT)
                            .run(MAY, OptionalLong.empty()))
                    .isInstanceOf(Killed.class);
        }

        BatchSummary summary = ended(run(models));

        assertThat(summary.reasons())
                .singleElement()
                .asString()
                .startsWith("scoring ended the process 3 times after 0 rows");
        assertOnlyResults(MAY.summary());
    }

    @Test
    void aFileThatComesFurtherWithEachKilledStartIsNotGivenUp() throws Exception {
        String csv = Prices.rows(20_000);
        drop(csv);
        int kills = 0;
        BatchRun.Result result = null;
        while (result == null) {
            try {
                result = start(data, new KilledAfterAPart(models), Clock.systemUTC(), NO_LIMIT)
                        .run(MAY, OptionalLong.empty());
            } catch (Killed e) {
                kills++;
            }
        }

        assertThat(kills).isGreaterThan(5);
        assertThat(ended(result).rows()).isEqualTo(20_000);
        assertThat(text(MAY.predictions())).isEqualTo(Prices.predictions(first, csv));
    }

    @Test
    void aFaultOfStorageDoesNotCountAsAStart() throws Exception {
        drop("area\n1\n");
        for (int i = 0; i < 5; i++) {
            FailingBucket failing = new FailingBucket(data, 2, FailingBucket.Failure.FAILED_BEFORE);
            assertThatThrownBy(() ->
                            start(failing, models, Clock.systemUTC(), NO_LIMIT).run(MAY, OptionalLong.empty()))
                    .isInstanceOf(StorageUnavailableException.class);
        }

        assertThat(ended(run(models)).rows()).isEqualTo(1);
    }

    @Test
    void anEmptyFileCannotBeScoredAndAHeaderWithoutRowsCan() throws Exception {
        drop("");
        assertThat(ended(run(models)).reasons()).containsExactly("the file is empty; it needs a header and rows");

        drop("area\n");
        assertThat(ended(run(models)).rows()).isZero();
        assertThat(text(MAY.predictions())).isEqualTo("area,prediction\n");
    }

    @Test
    void withoutAModelTheSummarySaysWhatToDo() throws Exception {
        models.delete(Prices.LATEST, models.find(Prices.LATEST).orElseThrow().generation());
        drop("area\n1\n");

        assertThat(ended(run(models)).reasons())
                .containsExactly("there is no model 'prices'; upload its dataset as prices/dataset.csv, and this file"
                        + " again when the model is served");
    }

    @Test
    void aFileThatArrivesWithTheFirstDatasetWaitsForItsModel() throws Exception {
        models.delete(Prices.LATEST, models.find(Prices.LATEST).orElseThrow().generation());
        data.write(Prices.MODEL.dataset(), "area,price\n".getBytes(UTF_8), Bucket.ABSENT);
        drop("area\n1\n");

        assertThatThrownBy(() -> run(models))
                .isInstanceOf(UnfinishedBatchException.class)
                .hasMessageContaining("waits for the first model of 'prices'");

        serve(first);
        assertThat(ended(run(models)).version()).isEqualTo(FIRST);
    }

    @Test
    void aServedModelThatCannotBeReadIsTheReason() throws Exception {
        serve("no zip".getBytes(UTF_8));
        drop("area\n1\n");

        assertThat(ended(run(models)).reasons())
                .singleElement()
                .asString()
                .startsWith("the served model can't be read: ");
        assertOnlyResults(MAY.summary());
    }

    @Test
    void aDeletedFileLeavesNothing() throws Exception {
        ObjectInfo input = drop(Prices.rows(6_000));
        assertThatThrownBy(() -> start(data, new KilledAfterAPart(models), Clock.systemUTC(), NO_LIMIT)
                        .run(MAY, OptionalLong.of(input.generation())))
                .isInstanceOf(Killed.class);
        data.delete(MAY.plain(), input.generation());

        assertThat(run(models, input.generation())).isInstanceOf(BatchRun.Result.Skipped.class);

        assertOnlyResults();
    }

    private ObjectInfo drop(String csv) throws IOException {
        return data.write(
                MAY.plain(),
                csv.getBytes(UTF_8),
                data.find(MAY.plain()).map(ObjectInfo::generation).orElse(Bucket.ABSENT));
    }

    private void serve(byte[] file) throws IOException {
        Registry registry = new Registry(models);
        registry.publish(
                Prices.MODEL,
                file,
                registry.findLatest(Prices.MODEL).map(ObjectInfo::generation).orElse(Bucket.ABSENT));
    }

    private BatchRun.Result run(Bucket output) throws IOException {
        return start(data, output, Clock.systemUTC(), NO_LIMIT).run(MAY, OptionalLong.empty());
    }

    private BatchRun.Result run(Bucket output, long generation) throws IOException {
        return start(data, output, Clock.systemUTC(), NO_LIMIT).run(MAY, OptionalLong.of(generation));
    }

    /** A start that does not wait: a fault ends it, unless another start was faster. */
    private static BatchRun start(Bucket input, Bucket output, Clock clock, Duration limit) {
        Retries atOnce =
                new Retries(Duration.ofSeconds(20), Clock.fixed(START, ZoneOffset.UTC), pause -> {}, new Random(1));
        Retries never = new Retries(Duration.ZERO, Clock.systemUTC(), pause -> {}, new Random(1));
        Retries retries = input instanceof FailingBucket ? never : atOnce;
        return new BatchRun(input, output, clock, retries, Pulse.NONE, limit, SMALL_PARTS);
    }

    /** Each look is a second later. */
    private static Clock ticking() {
        AtomicLong seconds = new AtomicLong();
        return new Clock() {
            @Override
            public Instant instant() {
                return START.plusSeconds(seconds.incrementAndGet());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private Bucket failingAt(String name) {
        return new ForwardingBucket(models) {
            @Override
            protected <T> T operate(Operation operation, String object, Call<T> call) throws IOException {
                if (operation == Operation.WRITE && object.contains(name)) {
                    throw new Killed();
                }
                return call.run();
            }
        };
    }

    /** Ends the process after the record of the first part that it writes. */
    private static final class KilledAfterAPart extends ForwardingBucket {
        KilledAfterAPart(Bucket bucket) {
            super(bucket);
        }

        @Override
        protected <T> T operate(Operation operation, String object, Call<T> call) throws IOException {
            T result = call.run();
            if (operation == Operation.WRITE && object.matches(".*/_parts/.*/\\d{12}\\.json")) {
                throw new Killed();
            }
            return result;
        }
    }

    private static BatchSummary ended(BatchRun.Result result) {
        assertThat(result).isInstanceOf(BatchRun.Result.Ended.class);
        return ((BatchRun.Result.Ended) result).summary();
    }

    private String text(String name) throws IOException {
        return text(models, name);
    }

    private static String text(Bucket bucket, String name) throws IOException {
        try (StoredObject object = bucket.read(name).orElseThrow(() -> new AssertionError("There is no " + name))) {
            return new String(object.readAllBytes(), UTF_8);
        }
    }

    private static List<ObjectInfo> results(List<ObjectInfo> objects) {
        return objects.stream()
                .filter(object -> object.name().startsWith("prices/predictions/"))
                .toList();
    }

    private void assertOnlyResults(String... names) throws IOException {
        assertThat(models.names("prices/predictions/")).containsExactly(names);
    }
}
