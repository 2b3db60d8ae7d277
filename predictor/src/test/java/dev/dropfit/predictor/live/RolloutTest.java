package dev.dropfit.predictor.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.live.trial.TrialReports;
import dev.dropfit.core.live.trial.TrialWatch;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Trials;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a drop with a rollout in its settings, through shadow and canary on live requests, to the promotion or the rollback, hour by hour. */
final class RolloutTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T09:00:00Z");
    private static final String SETTINGS = """
        {"label": "sick", "learner": "logistic-regression",
         "columns": {"age": "numeric", "sex": "categorical", "smoker": "categorical"},
         "rollout": {"shadow_hours": 24, "canary": [5, 25, 100]}}\
        """;
    private static final int REQUESTS = 60;

    private final MovedClock clock = new MovedClock(BEGIN);
    private final MemoryBucket data = new MemoryBucket(BEGIN);
    private final MemoryBucket models = new MemoryBucket(BEGIN);
    private final MemoryBucket live = new MemoryBucket(BEGIN);
    private final Registry registry = new Registry(models);
    private final AtomicInteger faults = new AtomicInteger();
    /** The version that fails each fifth request. */
    private volatile String faulty = "";

    private final TriedPredictor predictor =
            new TriedPredictor(models, live, clock, "a", answering -> (request, choice) -> {
                Response response = answering.respond(request, choice);
                String version = response.headers().getOrDefault("Dropfit-Version", "");
                return version.equals(faulty) && faults.incrementAndGet() % 5 == 0
                        ? Response.internalError()
                        : response;
            });
    private int requests;

    @BeforeEach
    void countLiveTraffic() {
        System.setProperty("DROPFIT_LIVE", "file:///counted");
    }

    @AfterEach
    void doNotCount() {
        System.clearProperty("DROPFIT_LIVE");
    }

    private void advance(Duration time) {
        clock.advance(time);
        List.of(data, models, live).forEach(bucket -> bucket.setTime(clock.instant()));
    }

    /** Drops a dataset; returns the version of its run. */
    private String drop(int rows, int seed) throws IOException {
        advance(Duration.ofMinutes(1));
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("age,sex,smoker,sick\n");
        for (int i = 0; i < rows; i++) {
            int age = random.nextInt(20, 80);
            boolean smoker = random.nextBoolean();
            boolean sick = random.nextDouble() < 1 / (1 + Math.exp(-(0.1 * (age - 50) + (smoker ? 1 : -1))));
            csv.append(age).append(',').append(random.nextInt(1, 3)).append(',');
            csv.append(smoker).append(',').append(sick ? "yes" : "no").append('\n');
        }
        write(TriedPredictor.HEART.settings(), SETTINGS);
        write(TriedPredictor.HEART.dataset(), csv.toString());
        TrainingRun.Result result = new TrainingRun(
                        data, registry, "test", clock, Retries.within(Duration.ofSeconds(1)))
                .run(TriedPredictor.HEART, OptionalLong.empty());
        TrainingRun.Result.Ended ended = (TrainingRun.Result.Ended) result;
        assertThat(ended.record().verdict().text())
                .as(ended.record().reasons().toString())
                .isEqualTo("promoted");
        return ended.version().value();
    }

    private void write(String name, String content) throws IOException {
        long before = data.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        data.write(name, content.getBytes(StandardCharsets.UTF_8), before);
    }

    /** An hour of requests and the check of the trial at its end. */
    private void hour(List<String> states, String tried, String served) throws Exception {
        int answered = 0;
        for (int i = 0; i < REQUESTS; i++) {
            TriedPredictor.Answer answer = predictor.send(requests++);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.version()).isIn(tried, served);
            answered += answer.version().equals(tried) ? 1 : 0;
        }
        Trial trial = trial();
        boolean ended = trial.end().isPresent();
        if (!ended) {
            assertThat(answered)
                    .as("of %s requests at %s %%", REQUESTS, trial.current().share())
                    .isBetween(
                            trial.current().share() == 100 ? REQUESTS : 0,
                            trial.current().share() == 0
                                    ? 0
                                    : trial.current().share() == 100 ? REQUESTS : REQUESTS / 2);
            awaitComparisons(tried, served);
        }
        predictor.counters.write();
        advance(Duration.ofHours(1));
        new TrialWatch(registry, new TrialReports(registry, new LiveBucket(live), clock), clock)
                .check(TriedPredictor.HEART);
        String state = trial().end()
                .map(end -> end.outcome().toString())
                .orElse(trial().kind() + " " + trial().current().share());
        if (states.isEmpty() || !states.get(states.size() - 1).equals(state)) {
            states.add(state);
        }
    }

    private void awaitComparisons(String tried, String served) throws Exception {
        for (int look = 0; look < 2000; look++) {
            if (predictor.comparedSoFar(archive(tried), archive(served)) >= requests) {
                return;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("Not all requests were compared");
    }

    private byte[] archive(String version) throws IOException {
        try (StoredObject object =
                models.read("heart/models/" + version + ".zip").orElseThrow()) {
            return object.readAllBytes();
        }
    }

    private Trial trial() throws IOException {
        return registry.trials()
                .find(TriedPredictor.HEART)
                .flatMap(Trials.Stored::trial)
                .orElseThrow();
    }

    @Test
    void aDropBecomesAShadowThenACanaryThenIsServed() throws Exception {
        String first = drop(400, 1);
        predictor.loaded();
        String second = drop(900, 2);

        List<String> states = new ArrayList<>();
        int hours = 0;
        while (trial().end().isEmpty() && hours < 40) {
            hour(states, second, first);
            hours++;
        }

        assertThat(states).containsExactly("ROLLOUT 0", "ROLLOUT 5", "ROLLOUT 25", "ROLLOUT 100", "PROMOTED");
        assertThat(hours).isBetween(26, 34);
        assertThat(predictor.send(requests).version()).isEqualTo(second);
    }

    @Test
    void aDropThatFailsOnLiveRequestsIsRolledBackAndNoClientNotices() throws Exception {
        String first = drop(400, 1);
        predictor.loaded();
        String second = drop(900, 2);
        faulty = second;

        List<String> states = new ArrayList<>();
        for (int hours = 0; trial().end().isEmpty() && hours < 40; hours++) {
            hour(states, second, first);
        }

        assertThat(states).containsExactly("ROLLED_BACK");
        assertThat(trial().end().orElseThrow().reason()).contains("It could not answer ");
        assertThat(predictor.send(requests).version()).isEqualTo(first);
        // A newer drop has a rollout of its own.
        faulty = "";
        drop(1000, 3);
        assertThat(trial().end()).isEmpty();
    }
}
