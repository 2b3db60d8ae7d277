package dev.dropfit.predictor.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ManualTrial;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TriedVersionsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T13:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final byte[] SERVED = TrainedModels.classes("01");
    private static final byte[] OTHER = TrainedModels.trees("02");
    private static final byte[] INVERTED = TrainedModels.inverted("03");
    private static final byte[] DEMANDING = TrainedModels.demanding("04");
    private static final byte[] NUMBERS = TrainedModels.quantity("05");

    private final MemoryBucket models = new MemoryBucket(NOW);
    private final MemoryBucket live = new MemoryBucket(NOW);
    private final Registry registry = new Registry(models);
    private final TriedPredictor predictor = new TriedPredictor(models, live, CLOCK, "a");

    @BeforeEach
    void serveAndArchive() throws IOException {
        TrainedModels.publish(models, "heart", SERVED);
        for (byte[] file : List.of(SERVED, OTHER, INVERTED, DEMANDING, NUMBERS)) {
            registry.archive(TriedPredictor.HEART, new Version(TriedPredictor.version(file)), file);
        }
        predictor.loaded();
    }

    private void begin(Trial.Kind kind, byte[] file, int share) throws IOException {
        new ManualTrial(registry, CLOCK, Retries.within(Duration.ZERO))
                .begin(
                        TriedPredictor.HEART,
                        new Version(TriedPredictor.version(file)),
                        kind,
                        List.of(new Trial.Step(share, 1)),
                        "ada",
                        "");
    }

    private void stop(byte[] file) throws IOException {
        new ManualTrial(registry, CLOCK, Retries.within(Duration.ZERO))
                .stop(TriedPredictor.HEART, new Version(TriedPredictor.version(file)), "ada");
    }

    private Map<String, Integer> versions(int requests) {
        Map<String, Integer> versions = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            TriedPredictor.Answer answer = predictor.send(i);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            versions.merge(answer.version(), 1, Integer::sum);
        }
        return versions;
    }

    @Test
    void aShadowAnswersNoRequestAndIsComparedOnEachRow() throws IOException {
        begin(Trial.Kind.SHADOW, OTHER, 0);

        assertThat(versions(200)).containsOnlyKeys(TriedPredictor.version(SERVED));

        TrialCounts counts = predictor.compared(OTHER, SERVED, 200);
        assertThat(counts.requests()).isEqualTo(200);
        assertThat(counts.rows()).isEqualTo(200);
        assertThat(counts.agreement()).isBetween(0.7, 1.0);
        assertThat(counts.meanDifference()).isBetween(0.001, 0.3);
        assertThat(counts.scores().stream().mapToLong(Long::longValue).sum()).isEqualTo(200);
        assertThat(counts.servedScores().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(200);
        assertThat(counts.scores()).isNotEqualTo(counts.servedScores());
    }

    @Test
    void theRowsOfAShadowAreNoRowsThatItPredicted() throws IOException {
        begin(Trial.Kind.SHADOW, OTHER, 0);
        versions(50);
        TrialCounts counts = predictor.compared(OTHER, SERVED, 50);

        assertThat(predictor.written(OTHER, SERVED)).isEqualTo(counts);

        Hour hour = new Hour(NOW);
        List<LiveCounts> shadow = List.copyOf(new LiveBucket(live)
                .read(
                        TriedPredictor.HEART,
                        new Version(TriedPredictor.version(OTHER)),
                        ModelFile.readBins(OTHER),
                        hour,
                        hour.plus(1))
                .values());
        assertThat(shadow).extracting(LiveCounts::rows).containsExactly(0L);
        assertThat(shadow.get(0).traffic().requests()).isZero();
    }

    @Test
    void fewRowsOfATrialWaitForTheNextHour() throws IOException {
        begin(Trial.Kind.SHADOW, OTHER, 0);
        versions(LiveCounts.MIN_ROWS - 1);
        predictor.compared(OTHER, SERVED, LiveCounts.MIN_ROWS - 1);

        assertThat(predictor.written(OTHER, SERVED).rows()).isZero();
    }

    @Test
    void countsOfInstancesAddUp() throws IOException {
        begin(Trial.Kind.SHADOW, OTHER, 0);
        TriedPredictor second = new TriedPredictor(models, live, CLOCK, "b").loaded();
        TriedPredictor alone = new TriedPredictor(models, new MemoryBucket(NOW), CLOCK, "c").loaded();
        for (int i = 0; i < 60; i++) {
            (i % 3 == 0 ? predictor : second).send(i);
            alone.send(i);
        }
        predictor.compared(OTHER, SERVED, 20);
        second.compared(OTHER, SERVED, 40);
        predictor.counters.write();

        assertThat(second.written(OTHER, SERVED)).isEqualTo(alone.compared(OTHER, SERVED, 60));
    }

    @Test
    void aCanaryAnswersItsShareAndTheSameRequestAlwaysGetsTheSameVersion() throws IOException {
        begin(Trial.Kind.CANARY, OTHER, 25);
        int requests = 1600;
        List<String> first = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            first.add(predictor.send(i).version());
        }
        long tried =
                first.stream().filter(TriedPredictor.version(OTHER)::equals).count();

        assertThat((double) tried).isBetween(400 - 5 * Math.sqrt(300), 400 + 5 * Math.sqrt(300));
        TriedPredictor second = new TriedPredictor(models, live, CLOCK, "b").loaded();
        for (int i = 0; i < 100; i++) {
            assertThat(second.send(i).version()).isEqualTo(first.get(i));
        }
        begin(Trial.Kind.CANARY, OTHER, 50);
        for (int i = 0; i < 200; i++) {
            if (first.get(i).equals(TriedPredictor.version(OTHER))) {
                assertThat(predictor.send(i).version()).isEqualTo(first.get(i));
            }
        }
    }

    @Test
    void theClientsIdChoosesTheVersionWhateverTheRow() throws IOException {
        begin(Trial.Kind.CANARY, OTHER, 50);
        for (int id = 0; id < 20; id++) {
            Map<String, String> headers = Map.of("X-Prediction-Id", "order-" + id);
            String version = predictor.send(TriedPredictor.row(1), headers).version();
            for (int row = 2; row < 6; row++) {
                assertThat(predictor.send(TriedPredictor.row(row), headers).version())
                        .isEqualTo(version);
            }
        }
    }

    @Test
    void theServedVersionAnswersWhatTheTriedOneCannot() throws IOException {
        begin(Trial.Kind.CANARY, DEMANDING, 100);

        assertThat(versions(30)).containsOnlyKeys(TriedPredictor.version(SERVED));

        assertThat(predictor.compared(DEMANDING, SERVED, 30).failed()).isEqualTo(30);
    }

    @Test
    void aRequestThatNeitherVersionCanAnswerIsNoFailureOfTheTriedOne() throws IOException {
        begin(Trial.Kind.CANARY, OTHER, 100);

        TriedPredictor.Answer answer = predictor.send("{\"age\":\"old\"}", Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(predictor.compared(OTHER, SERVED, 0).failed()).isZero();
    }

    @Test
    void anAnswerIsTheSameWithAndWithoutAShadow() throws IOException {
        List<TriedPredictor.Answer> alone = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            alone.add(predictor.send(List.of("heart"), "explain=true&ids=true", TriedPredictor.row(i), Map.of()));
        }

        begin(Trial.Kind.SHADOW, INVERTED, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(predictor.send(List.of("heart"), "explain=true&ids=true", TriedPredictor.row(i), Map.of()))
                    .isEqualTo(alone.get(i));
        }

        assertThat(predictor.compared(INVERTED, SERVED, 10).rows()).isEqualTo(10);
    }

    @Test
    void aRequestForAVersionIsNotTried() throws IOException {
        begin(Trial.Kind.CANARY, OTHER, 100);
        String version = TriedPredictor.version(SERVED);

        TriedPredictor.Answer answer =
                predictor.send(List.of("heart", "versions", version), "", TriedPredictor.row(1), Map.of());

        assertThat(answer.version()).isEqualTo(version);
    }

    @Test
    void aTrialEndsWhenItIsStoppedAndWhenLatestIsWrittenAgain() throws IOException {
        begin(Trial.Kind.CANARY, OTHER, 100);
        assertThat(versions(3)).containsOnlyKeys(TriedPredictor.version(OTHER));
        stop(OTHER);
        assertThat(versions(3)).containsOnlyKeys(TriedPredictor.version(SERVED));
        begin(Trial.Kind.CANARY, OTHER, 100);
        assertThat(versions(3)).containsOnlyKeys(TriedPredictor.version(OTHER));

        TrainedModels.publish(models, "heart", SERVED);

        assertThat(versions(3)).containsOnlyKeys(TriedPredictor.version(SERVED));
    }

    @Test
    void aDamagedVersionIsNotTried() throws IOException {
        begin(Trial.Kind.CANARY, OTHER, 100);
        Version version = new Version(TriedPredictor.version(OTHER));
        registry.mendArchive(
                TriedPredictor.HEART,
                version,
                new byte[] {1, 2, 3},
                registry.findArchive(TriedPredictor.HEART, version).orElseThrow());

        assertThat(versions(3)).containsOnlyKeys(TriedPredictor.version(SERVED));
    }

    @Test
    void rowsBeyondWhatMayWaitAreDroppedAndCounted() throws Exception {
        begin(Trial.Kind.SHADOW, OTHER, 0);
        CountDownLatch released = new CountDownLatch(1);
        TriedPredictor slow = new TriedPredictor(models, live, CLOCK, "b", answering -> (request, choice) -> {
            if (Thread.currentThread().getName().equals("dropfit-compare")) {
                await(released);
            }
            return answering.respond(request, choice);
        });
        slow.loaded();
        for (int i = 0; i < 300; i++) {
            slow.send(i);
        }
        long dropped = slow.compared(OTHER, SERVED, 1).dropped();
        released.countDown();

        TrialCounts counts = slow.compared(OTHER, SERVED, 300);

        assertThat(dropped).isBetween(300 - 257L, 300 - 256L);
        assertThat(counts.rows() + counts.dropped()).isEqualTo(300);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
