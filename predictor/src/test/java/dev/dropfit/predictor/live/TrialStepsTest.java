package dev.dropfit.predictor.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.FailingBucket;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.Killed;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.live.PredictionId;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.live.trial.TrialReports;
import dev.dropfit.core.live.trial.TrialWatch;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ManualChange;
import dev.dropfit.core.registry.ManualTrial;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Trials;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Trials begin, go on, are stopped and replaced, while writers are killed or fail at any operation, instances of the predictor come and go, and storage has outages. {@code
 * -Ddropfit.steps=200} takes more steps.
 */
final class TrialStepsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-26T13:00:00Z");
    private static final int STEPS = Integer.getInteger("dropfit.steps", 25);
    private static final int REQUESTS = 130;
    private static final byte[] SERVED = TrainedModels.classes("01");
    private static final byte[] OTHER = TrainedModels.trees("02");
    private static final byte[] INVERTED = TrainedModels.inverted("03");
    private static final byte[] DEMANDING = TrainedModels.demanding("04");
    private static final Version DEMANDED = version(DEMANDING);

    private final MemoryBucket models = new MemoryBucket(BEGIN);
    private final MemoryBucket live = new MemoryBucket(BEGIN);
    private final Registry registry = new Registry(models);
    private final MovedClock clock = new MovedClock(BEGIN);
    private final SplittableRandom random = new SplittableRandom(18);
    private final List<Instance> instances = new ArrayList<>();
    private final Map<Version, byte[]> files = new HashMap<>();
    private int requests;
    private int created;
    private double expectedShare;
    private double variance;
    private long answeredByTried;

    private static Version version(byte[] file) {
        return new Version(TriedPredictor.version(file));
    }

    /** Fails while storage has an outage. */
    private static final class Outages extends ForwardingBucket {
        private volatile boolean isDown;

        Outages(Bucket bucket) {
            super(bucket);
        }

        @Override
        protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
            if (isDown) {
                throw new StorageUnavailableException("an outage");
            }
            return call.run();
        }
    }

    /** What is served and tried. */
    private record World(Version served, Optional<Trial> trial) {
        Version expected(String body) {
            if (trial.isEmpty()) {
                return served;
            }
            Version tried = trial.get().version();
            long hash = PredictionId.of(PredictionId.seed(tried.value()), body.getBytes(StandardCharsets.UTF_8));
            // A version that needs another column answers nothing.
            return trial.get().answers(hash) && !tried.equals(DEMANDED) ? tried : served;
        }
    }

    private World world() throws IOException {
        Latest latest = Latest.read(registry, TriedPredictor.HEART);
        long generation = latest.object().map(ObjectInfo::generation).orElseThrow();
        return new World(
                latest.version().orElseThrow(),
                registry.trials()
                        .find(TriedPredictor.HEART)
                        .flatMap(Trials.Stored::trial)
                        .filter(trial -> trial.appliesTo(generation)));
    }

    private final class Instance {
        private final Outages storage = new Outages(models);
        private final TriedPredictor predictor = new TriedPredictor(storage, live, clock, "i" + created++).loaded();
        /** What it saw before the outage. */
        private World seen;

        Instance() throws IOException {
            seen = world();
        }

        void answer() throws IOException {
            if (!storage.isDown) {
                seen = world();
            }
            long before = seen.trial.isEmpty()
                    ? 0
                    : predictor.comparedSoFar(file(seen.trial.get().version()), file(seen.served));
            for (int i = 0; i < REQUESTS; i++) {
                String body = TriedPredictor.row(requests++);
                TriedPredictor.Answer answer = predictor.send(body, Map.of());
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(seen.expected(body).value());
                if (seen.trial.isPresent()) {
                    Trial trial = seen.trial.get();
                    if (!trial.version().equals(DEMANDED)) {
                        double share = trial.current().share() / 100.0;
                        expectedShare += share;
                        variance += share * (1 - share);
                        answeredByTried +=
                                answer.version().equals(trial.version().value()) ? 1 : 0;
                    }
                }
            }
            if (seen.trial.isPresent()) {
                byte[] tried = file(seen.trial.get().version());
                predictor.compared(tried, file(seen.served), before + REQUESTS);
            }
            predictor.counters.write();
        }
    }

    private byte[] file(Version version) {
        return files.getOrDefault(version, new byte[0]);
    }

    @BeforeEach
    void serveAndArchive() throws IOException {
        for (byte[] file : List.of(SERVED, OTHER, INVERTED, DEMANDING)) {
            Version version = version(file);
            files.put(version, file);
            registry.archive(TriedPredictor.HEART, version, file);
            registry.record(TriedPredictor.HEART, version, RunRecord.of(TrainedModels.read(file)));
        }
        TrainedModels.publish(models, "heart", SERVED);
    }

    /** A writer's view of the bucket, which may end it at one of its operations. */
    private Registry writer() {
        FailingBucket.Failure[] failures = FailingBucket.Failure.values();
        return random.nextInt(3) > 0
                ? registry
                : new Registry(
                        new FailingBucket(models, 1 + random.nextInt(8), failures[random.nextInt(failures.length)]));
    }

    private void act() throws IOException {
        Registry writer = writer();
        ManualTrial trials = new ManualTrial(writer, clock, Retries.within(Duration.ZERO));
        Version served = world().served;
        int action = random.nextInt(8);
        if (action < 4 && world().trial.isEmpty()) {
            List<Version> others = files.keySet().stream()
                    .filter(version -> !version.equals(served))
                    .sorted()
                    .toList();
            Version version = others.get(random.nextInt(others.size()));
            List<Trial.Step> steps = random.nextInt(4) == 0
                    ? List.of(new Trial.Step(0, 2), new Trial.Step(50, 2))
                    : List.of(new Trial.Step(5, 2), new Trial.Step(25, 2), new Trial.Step(100, 2));
            trials.begin(TriedPredictor.HEART, version, Trial.Kind.CANARY, steps, "ada", "");
        } else if (action == 4 && world().trial.isPresent()) {
            trials.stop(TriedPredictor.HEART, world().trial.get().version(), "ada");
        } else if (action == 5) {
            new ManualChange(writer, clock, Retries.within(Duration.ZERO))
                    .serve(
                            TriedPredictor.HEART,
                            random.nextBoolean() ? version(SERVED) : version(OTHER),
                            new Promotion.Reason(Promotion.Why.ROLLBACK, "ada", "better"));
        } else if (action == 6) {
            instances.set(random.nextInt(instances.size()), new Instance());
        } else if (action == 7) {
            Outages storage = instances.get(random.nextInt(instances.size())).storage;
            storage.isDown = !storage.isDown;
        }
    }

    private String trials() throws IOException {
        return registry.trials()
                .newest(TriedPredictor.HEART, 8, clock.instant().plus(Duration.ofDays(1)))
                .toString();
    }

    private void check(Registry writer) throws IOException {
        new TrialWatch(writer, new TrialReports(writer, new LiveBucket(live), clock), clock)
                .check(TriedPredictor.HEART);
    }

    @Test
    void noRequestFailsNoWrongVersionAnswersAndABadVersionIsTakenBackByItself() throws IOException {
        instances.add(new Instance());
        instances.add(new Instance());
        Map<String, Integer> ends = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            clock.advance(Duration.ofMinutes(70));
            models.setTime(clock.instant());
            try {
                act();
            } catch (IOException | Killed e) {
                // The writer is gone; what it has left undone stays.
            }
            for (Instance instance : instances) {
                instance.answer();
            }
            try {
                check(writer());
            } catch (IOException | Killed e) {
                // The schedule calls again.
            }
            assertThat(world().served).as(trials()).isNotEqualTo(version(INVERTED));
        }
        for (Trial trial : registry.trials()
                .newest(TriedPredictor.HEART, 10_000, clock.instant().plus(Duration.ofDays(1)))) {
            trial.end()
                    .ifPresent(end -> ends.merge(
                            end.outcome() + " " + (trial.version().equals(version(INVERTED)) ? "bad" : "other"),
                            1,
                            Integer::sum));
        }

        assertThat(ends).containsKey("ROLLED_BACK bad").doesNotContainKey("PROMOTED bad");
        assertThat(answeredByTried).isBetween((long) (expectedShare - 5 * Math.sqrt(variance) - 1), (long)
                (expectedShare + 5 * Math.sqrt(variance) + 1));
        System.getLogger("trials")
                .log(
                        System.Logger.Level.INFO,
                        "{0} requests, {1} by tried versions, expected {2}; ends: {3}",
                        requests,
                        answeredByTried,
                        expectedShare,
                        ends);
    }
}
