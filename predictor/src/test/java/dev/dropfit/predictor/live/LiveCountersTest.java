package dev.dropfit.predictor.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.live.BinCounts;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.Traffic;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.observe.Tally;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LiveCountersTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final byte[] FILE = TrainedModels.classes("00");
    private static final TrainingBins BINS = ModelFile.readBins(FILE);
    private static final Hour HOUR = new Hour(Instant.parse("2026-11-26T13:00:00Z"));

    private final Bucket bucket = new MemoryBucket(HOUR.start());
    private final MovedClock clock = new MovedClock(HOUR.start());
    private final LiveCounters counters = new LiveCounters(() -> bucket, clock, 2, "a", false);

    private static void predict(Model model, int rows) throws Exception {
        Prediction prediction = new Prediction(model);
        for (int i = 0; i < rows; i++) {
            prediction.predict(new double[] {20 + i % 60, i % 2, 0});
        }
    }

    private static NavigableMap<Hour, LiveCounts> read(Bucket bucket) throws IOException {
        Version version = new Version(TrainedModels.read(FILE).version());
        return new LiveBucket(bucket).read(HEART, version, BINS, HOUR, HOUR.plus(48));
    }

    private static LiveCounts sum(Bucket bucket) throws IOException {
        return read(bucket).values().stream().reduce(LiveCounts.none(BINS), LiveCounts::plus);
    }

    private Model model() throws IOException {
        return counters.counted(HEART, TrainedModels.read(FILE), FILE);
    }

    @Test
    void theTrainerFixesBinsOfEachColumnAndOfTheScore() {
        assertThat(BINS.columns()).extracting(column -> column.column()).containsExactly("age", "sex", "smoker");
        assertThat(BINS.rows()).isEqualTo(400);
        assertThat(BINS.columns().get(0).rows().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(400);
        assertThat(BINS.columns().get(0).bins()).isBetween(8, 12);
        assertThat(BINS.columns().get(2).missing()).isBetween(25L, 60L);
        assertThat(BINS.score().orElseThrow().rows().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(BINS.scored())
                .isBetween(50L, 110L);
    }

    @Test
    void predictedRowsAreCountedAndWritten() throws Exception {
        predict(model(), 30);

        counters.write();

        LiveCounts counts = sum(bucket);
        assertThat(counts.rows()).isEqualTo(30);
        for (int column = 0; column < BINS.all().size(); column++) {
            BinCounts bins = counts.all().get(column);
            assertThat(LongStream.of(bins.bins()).sum() + bins.missing() + bins.unseen())
                    .isEqualTo(30);
        }
        assertThat(LongStream.of(counts.all().get(1).bins())).containsExactly(15L, 15L, 0L);
        assertThat(bucket.names("heart/"))
                .containsExactly("heart/" + TrainedModels.read(FILE).version() + "/20261126T13Z/a-1.json");
    }

    @Test
    void aWriteReplacesTheCountsOfTheHour() throws Exception {
        Model model = model();
        for (int minute = 0; minute < 5; minute++) {
            predict(model, 20);
            counters.write();
        }
        counters.write();

        assertThat(bucket.names("")).hasSize(1);
        assertThat(sum(bucket).rows()).isEqualTo(100);
    }

    @Test
    void anHourHasItsOwnRows() throws Exception {
        Model model = model();
        predict(model, 20);
        counters.write();
        clock.advance(Duration.ofHours(1));
        counters.write();
        predict(model, 30);
        counters.write();

        assertThat(read(bucket).values()).extracting(LiveCounts::rows).containsExactly(20L, 30L);
        assertThat(read(bucket).values()).extracting(LiveCounts::counted).containsExactly(20L, 30L);
    }

    @Test
    void theColumnsOfFewRowsComeWithTheNextHour() throws Exception {
        Model model = model();
        predict(model, 4);
        counters.write();
        clock.advance(Duration.ofHours(1));
        predict(model, 7);
        counters.write();

        assertThat(read(bucket).values()).extracting(LiveCounts::rows).containsExactly(4L, 7L);
        assertThat(read(bucket).values()).extracting(LiveCounts::counted).containsExactly(0L, 11L);
    }

    @Test
    void anInstanceThatIsKilledLosesWhatItHasNotWritten() throws Exception {
        predict(model(), 20);
        counters.write();
        predict(model(), 3);

        LiveCounters next = new LiveCounters(() -> bucket, clock, 2, "b", false);
        predict(next.counted(HEART, TrainedModels.read(FILE), FILE), 40);
        next.write();

        assertThat(sum(bucket).rows()).isEqualTo(60);
    }

    @Test
    void writesWhoseResponseIsLostCountNoRowTwice() throws Exception {
        List<String> lost = new ArrayList<>();
        Bucket lossy = new ForwardingBucket(bucket) {
            @Override
            protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
                T result = call.run();
                if (operation == Operation.WRITE && lost.size() < 2) {
                    lost.add(name);
                    throw new IOException("the connection was reset");
                }
                return result;
            }
        };
        LiveCounters unlucky = new LiveCounters(() -> lossy, clock, 2, "b", false);
        Model model = unlucky.counted(HEART, TrainedModels.read(FILE), FILE);
        predict(model, 20);
        unlucky.write();
        clock.advance(Duration.ofHours(1));
        predict(model, 20);
        unlucky.write();
        unlucky.write();
        predict(model, 20);
        unlucky.write();

        assertThat(lost).hasSize(2);
        assertThat(sum(bucket).rows()).isEqualTo(60);
    }

    @Test
    void manyThreadsLoseNoRow() throws Exception {
        Model model = model();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    predict(model, 500);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        counters.write();
        for (Thread thread : threads) {
            thread.join();
        }
        counters.write();

        LiveCounts counts = sum(bucket);
        assertThat(counts.rows()).isEqualTo(4000);
        assertThat(LongStream.of(counts.all().get(1).bins())).containsExactly(2000L, 2000L, 0L);
    }

    @Test
    void aModelThatIsReadAgainIsCountedOn() throws Exception {
        predict(model(), 10);
        predict(model(), 10);
        predict(model().withoutCounting(), 10);
        counters.write();

        assertThat(sum(bucket).rows()).isEqualTo(20);
        assertThat(bucket.names("")).hasSize(1);
    }

    @Test
    void aFileOfAnEarlierReleaseCountsRowsOnly() throws Exception {
        byte[] old = Objects.requireNonNull(
                        ModelFile.class.getResourceAsStream("/dev/dropfit/core/model/file/format-1-quantity.zip"))
                .readAllBytes();
        Model model = counters.counted(HEART, TrainedModels.read(old), old);
        Prediction prediction = new Prediction(model);
        prediction.predict(new double[model.pipeline().features().size()]);
        counters.write();

        assertThat(ModelFile.readBins(old)).isEqualTo(TrainingBins.NONE);
        assertThat(new LiveBucket(bucket)
                        .read(HEART, new Version(model.version()), TrainingBins.NONE, HOUR, HOUR.plus(1))
                        .values())
                .extracting(LiveCounts::rows)
                .containsExactly(1L);
    }

    private Tally request(int rows, Tally.Warning... warnings) throws IOException {
        Tally tally = new Tally();
        tally.model(HEART, TrainedModels.read(FILE).version());
        tally.rows(rows);
        for (Tally.Warning warning : warnings) {
            tally.warn(warning);
        }
        return tally;
    }

    @Test
    void requestsAreCountedByDurationOutcomeAndWarnings() throws Exception {
        predict(model(), 20);
        counters.count(200, request(20, Tally.Warning.MISSING_VALUE, Tally.Warning.MISSING_VALUE), 2_000_000);
        counters.count(400, request(0), 80_000);
        counters.count(500, request(1), 20_000_000_000L);
        counters.count(200, request(0), 50_000);
        counters.write();
        clock.advance(Duration.ofHours(1));
        predict(model(), 20);
        counters.count(200, request(20), 2_000_000);
        counters.write();

        Traffic first = Objects.requireNonNull(read(bucket).get(HOUR)).traffic();
        assertThat(first.requests()).isEqualTo(3);
        assertThat(first.clientErrors()).isEqualTo(1);
        assertThat(first.serverErrors()).isEqualTo(1);
        assertThat(first.nanos()).isEqualTo(20_002_080_000L);
        assertThat(first.warnings()).containsExactly(Map.entry("missing_value", 2L));
        assertThat(first.seconds(0.5).orElseThrow()).isBetween(0.001, 0.0025);
        assertThat(first.seconds(1).orElseThrow()).isEqualTo(10);
        Traffic second = Objects.requireNonNull(read(bucket).get(HOUR.plus(1))).traffic();
        assertThat(second.requests()).isEqualTo(1);
        assertThat(second.errors()).isZero();
        assertThat(sum(bucket).traffic()).isEqualTo(first.plus(second));
    }

    @Test
    void theMetricsHaveTheCountsOfEachColumn() throws Exception {
        Model model = model();
        predict(model, 30);
        Prediction prediction = new Prediction(model);
        prediction.predict(new double[] {500, Feature.Categorical.NONE, Feature.Categorical.ABSENT});
        prediction.predict(new double[] {Double.NaN, 0, 0});
        counters.count(200, request(32), 2_000_000);

        String version = "{model=\"heart\",version=\"" + model.version() + "\"";
        assertThat(counters.metrics())
                .contains(
                        "dropfit_live_rows_total" + version + "} 32\n",
                        "dropfit_live_values_total" + version + ",column=\"age\",value=\"out_of_range\"} 1\n",
                        "dropfit_live_values_total" + version + ",column=\"age\",value=\"missing\"} 1\n",
                        "dropfit_live_values_total" + version + ",column=\"sex\",value=\"unseen\"} 1\n",
                        "dropfit_live_requests_total" + version + ",outcome=\"success\"} 1\n",
                        "dropfit_live_request_duration_seconds_bucket" + version + ",le=\"0.0025\"} 1\n",
                        "dropfit_live_request_duration_seconds_bucket" + version + ",le=\"0.001\"} 0\n",
                        "dropfit_live_request_duration_seconds_sum" + version + "} 0.002\n",
                        "dropfit_live_request_duration_seconds_count" + version + "} 1\n");
    }

    @Test
    void fiftyInstancesCountTogetherWhatOneWouldCount() throws Exception {
        Bucket one = new MemoryBucket(HOUR.start());
        LiveCounters all = new LiveCounters(() -> one, clock, 2, "all", false);
        Model counted = all.counted(HEART, TrainedModels.read(FILE), FILE);
        for (int instance = 0; instance < 50; instance++) {
            LiveCounters own = new LiveCounters(() -> bucket, clock, 2, "i" + instance, false);
            Model model = own.counted(HEART, TrainedModels.read(FILE), FILE);
            int rows = 10 + 7 * instance % 40;
            predict(model, rows);
            predict(counted, rows);
            own.count(200, request(rows, Tally.Warning.UNSEEN_CATEGORY), 100_000L * instance);
            all.count(200, request(rows, Tally.Warning.UNSEEN_CATEGORY), 100_000L * instance);
            own.write();
        }
        all.write();

        assertThat(bucket.names("")).hasSize(50);
        assertThat(sum(bucket).rows()).isGreaterThan(1000);
        assertThat(sum(bucket).same(sum(one))).isTrue();
    }

    /** The end of an instance: nothing after it is done. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Kills before or after its operation of a number. */
    private static Bucket deadly(Bucket bucket, int operation, boolean after, int[] done) {
        return new ForwardingBucket(bucket) {
            @Override
            protected <T> T operate(Operation kind, String name, Call<T> call) throws IOException {
                boolean last = done[0]++ == operation;
                if (last && !after) {
                    throw new Killed();
                }
                T result = call.run();
                if (last) {
                    throw new Killed();
                }
                return result;
            }
        };
    }

    @Test
    void anInstanceThatIsKilledAtAnyOperationLosesOneMinuteAtMostAndCountsNothingTwice() throws Exception {
        int minutes = 9;
        int rows = 12;
        for (boolean after : new boolean[] {false, true}) {
            boolean killed = true;
            for (int operation = 0; killed; operation++) {
                Bucket store = new MemoryBucket(HOUR.start());
                MovedClock time = new MovedClock(HOUR.start());
                int[] done = new int[1];
                Bucket deadly = deadly(store, operation, after, done);
                LiveCounters instance = new LiveCounters(() -> deadly, time, 2, "a", false);
                killed = false;
                for (int minute = 0; minute < minutes; minute++) {
                    predict(instance.counted(HEART, TrainedModels.read(FILE), FILE), rows);
                    try {
                        instance.write();
                    } catch (Killed e) {
                        killed = true;
                        instance = new LiveCounters(() -> store, time, 2, "b", false);
                    }
                    if (minute % 3 == 2) {
                        time.advance(Duration.ofHours(1));
                    }
                }

                assertThat(sum(store).rows())
                        .as("killed %s operation %d", after ? "after" : "before", operation)
                        .isEqualTo(rows * (killed && !after ? minutes - 1L : minutes));
                assertThat(sum(store).counted()).isEqualTo(sum(store).rows());
            }
        }
    }
}
