package dev.dropfit.predictor.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveScores;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ids and scores of predictions are stored once each, whatever storage does. */
class ScoreLogTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version VERSION = new Version("20261122T084101Z-00000001");
    private static final Hour HOUR = new Hour(Instant.parse("2026-11-26T13:00:00Z"));

    private final MemoryBucket bucket = new MemoryBucket(HOUR.start());
    private final ScoreLog log = new ScoreLog(HEART, VERSION, "a-1");

    private record Stored(Version version, Hour hour, long id, List<Double> scores) {}

    private List<Stored> stored() throws IOException {
        List<Stored> all = new ArrayList<>();
        new LiveScores(bucket)
                .read(
                        HEART,
                        (version, hour, id, scores) ->
                                all.add(new Stored(version, hour, id, List.of(scores[0], scores[1]))));
        return all;
    }

    private void add(int row) {
        log.add(row, new double[] {0.25, 0.75});
    }

    @Test
    void aPredictionIsStoredByItsIdWithoutItsRow() throws Exception {
        add(7);
        log.write(new LiveScores(bucket), HOUR);

        assertThat(stored()).containsExactly(new Stored(VERSION, HOUR, 7, List.of(0.25, 0.75)));
        assertThat(bucket.names("")).containsExactly("heart/" + VERSION + "/scores/20261126T13Z/a-1-1.csv");
    }

    @Test
    void writesThatFailOrWhoseResponseIsLostStoreEachPredictionOnce() throws Exception {
        List<String> writes = new ArrayList<>();
        LiveScores unlucky = new LiveScores(new ForwardingBucket(bucket) {
            @Override
            protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
                if (operation != Operation.WRITE) {
                    return call.run();
                }
                writes.add(name);
                if (writes.size() == 1) {
                    throw new IOException("storage failed");
                }
                T result = call.run();
                if (writes.size() == 2) {
                    throw new IOException("the connection was reset");
                }
                return result;
            }
        });
        for (int i = 0; i < 4; i++) {
            add(i);
            try {
                log.write(unlucky, HOUR.plus(i / 2));
            } catch (IOException e) {
                assertThat(log.isWritten()).isFalse();
            }
        }

        assertThat(log.isWritten()).isTrue();
        assertThat(stored()).extracting(Stored::id).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void aLongHourHasSeveralObjects() throws Exception {
        for (int i = 0; i < 60_000; i++) {
            add(i);
            if (i % 10_000 == 9_999) {
                log.write(new LiveScores(bucket), HOUR);
            }
        }

        assertThat(bucket.names("")).hasSizeGreaterThan(1);
        assertThat(stored()).hasSize(60_000);
    }

    @Test
    void scoresAreStoredOnlyOnRequest() throws Exception {
        byte[] file = TrainedModels.classes("00");
        for (boolean stores : new boolean[] {false, true}) {
            Bucket target = new MemoryBucket(HOUR.start());
            LiveCounters counters =
                    new LiveCounters(() -> target, Clock.fixed(HOUR.start(), ZoneOffset.UTC), 2, "a", stores);
            Model model = counters.counted(HEART, TrainedModels.read(file), file);
            double[] row = {40, 1, 0};
            Prediction prediction = new Prediction(model);
            prediction.predict(row);
            counters.ids(HEART, model).store(0, row, prediction);
            counters.write();

            assertThat(target.names("").stream().filter(name -> name.contains("/scores/")))
                    .hasSize(stores ? 1 : 0);
        }
    }
}
