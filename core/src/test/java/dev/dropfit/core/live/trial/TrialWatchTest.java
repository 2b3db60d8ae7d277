package dev.dropfit.core.live.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.FailingBucket;
import dev.dropfit.core.bucket.Killed;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.Traffic;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ManualChange;
import dev.dropfit.core.registry.ManualTrial;
import dev.dropfit.core.registry.ModelFiles;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Trials;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TrialWatchTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version SERVED = new Version("20261122T080000Z-00000001");
    private static final Version TRIED = new Version("20261122T080000Z-00000002");
    private static final Version OTHER = new Version("20261122T080000Z-00000003");
    private static final Instant BEGIN = Instant.parse("2026-11-26T09:00:00Z");

    private final MemoryBucket models = new MemoryBucket(BEGIN);
    private final MemoryBucket live = new MemoryBucket(BEGIN);
    private final Registry registry = new Registry(models);

    @BeforeEach
    void serveAndArchive() throws IOException {
        for (Version version : List.of(SERVED, TRIED, OTHER)) {
            registry.archive(HEART, version, ModelFiles.of(version));
        }
        change(SERVED);
    }

    private void change(Version version) throws IOException {
        new ManualChange(registry, Clock.systemUTC(), Retries.within(Duration.ZERO))
                .serve(HEART, version, Promotion.Reason.GATE);
    }

    private void begin(Trial.Kind kind, Trial.Step... steps) throws IOException {
        new ManualTrial(registry, Clock.fixed(BEGIN, ZoneOffset.UTC), Retries.within(Duration.ZERO))
                .begin(HEART, TRIED, kind, List.of(steps), "ada", "fewer false alarms");
    }

    private Optional<Trial> check(Bucket bucket, double hours) throws IOException {
        Clock clock = Clock.fixed(BEGIN.plusMillis((long) (hours * 3_600_000)), ZoneOffset.UTC);
        models.setTime(clock.instant());
        Registry watched = new Registry(bucket);
        return new TrialWatch(watched, new TrialReports(watched, new LiveBucket(live), clock), clock).check(HEART);
    }

    private Optional<Trial> check(double hours) throws IOException {
        return check(models, hours);
    }

    private void count(long rows, long failed) throws IOException {
        TrialCounts counts = new TrialCounts(rows + failed, failed, rows, 0, rows, 0, List.of(), List.of());
        new LiveBucket(live)
                .write(
                        LiveBucket.name(HEART, TRIED, new Hour(BEGIN), "a-1"),
                        new LiveCounts(
                                TrainingBins.NONE,
                                0,
                                new long[0],
                                Traffic.NONE,
                                new TreeMap<>(Map.of(SERVED.value(), counts))),
                        Bucket.ABSENT);
    }

    private Version served() throws IOException {
        return Latest.read(registry, HEART).version().orElseThrow();
    }

    private Trial trial() throws IOException {
        return registry.trials().find(HEART).flatMap(Trials.Stored::trial).orElseThrow();
    }

    private List<String> notes() throws IOException {
        return models.names("heart/promotions/").stream()
                .map(name -> name.substring(name.indexOf('Z') + 2).replaceFirst("^.*-0000000", ""))
                .toList();
    }

    @Test
    void aCanaryIsPromotedAfterItsHours() throws IOException {
        begin(Trial.Kind.CANARY, new Trial.Step(5, 2), new Trial.Step(50, 1));
        count(300, 0);

        assertThat(check(1.9)).isEmpty();
        assertThat(check(2.1)).contains(trial());
        assertThat(trial().current()).isEqualTo(new Trial.Step(50, 1));
        assertThat(check(3)).isEmpty();
        assertThat(served()).isEqualTo(SERVED);
        assertThat(check(3.2)).isPresent();

        assertThat(served()).isEqualTo(TRIED);
        assertThat(trial().end().orElseThrow().outcome()).isEqualTo(Trial.Outcome.PROMOTED);
        assertThat(notes()).containsExactly("1.json", "2.canary.json", "2.canary.json", "2.canary.json", "2.json");
        Promotion promotion =
                registry.promotions().newest(HEART, 1, Optional.empty(), BEGIN).get(0);
        assertThat(promotion.from()).isEqualTo(SERVED.value());
        assertThat(promotion.reason().why()).isEqualTo(Promotion.Why.CANARY);
        assertThat(promotion.reason().who()).isEqualTo("ada");
        assertThat(check(4)).isEmpty();
    }

    @Test
    void aStepWithFewRowsTakesADay() throws IOException {
        begin(Trial.Kind.CANARY, new Trial.Step(5, 1));
        count(20, 0);

        assertThat(check(23)).isEmpty();
        assertThat(check(24.1)).isPresent();

        assertThat(served()).isEqualTo(TRIED);
    }

    @Test
    void aCanaryThatFailsRequestsIsRolledBack() throws IOException {
        begin(Trial.Kind.CANARY, new Trial.Step(5, 24));
        count(1000, 3);

        assertThat(check(0.1)).isPresent();

        assertThat(served()).isEqualTo(SERVED);
        assertThat(trial().end())
                .contains(new Trial.End(
                        Trial.Outcome.ROLLED_BACK,
                        "It could not answer 3 of 1,003 requests that the served version has answered"));
        assertThat(check(30)).isEmpty();
        assertThat(served()).isEqualTo(SERVED);
    }

    @Test
    void aShadowIsNeverPromoted() throws IOException {
        begin(Trial.Kind.SHADOW, new Trial.Step(0, 0));
        count(1000, 500);

        assertThat(check(1000)).isEmpty();

        assertThat(trial().isRunning()).isTrue();
    }

    @Test
    void anotherServedVersionEndsATrialEvenIfTheFirstIsServedAgain() throws IOException {
        begin(Trial.Kind.CANARY, new Trial.Step(5, 1));
        count(1000, 0);
        change(OTHER);
        change(SERVED);

        check(2);

        assertThat(served()).isEqualTo(SERVED);
        assertThat(trial().end())
                .contains(new Trial.End(
                        Trial.Outcome.REPLACED, "latest was written again, with version 20261122T080000Z-00000001"));
    }

    @Test
    void aNewTrialEndsTheOneThatRuns() throws IOException {
        begin(Trial.Kind.SHADOW, new Trial.Step(0, 0));
        begin(Trial.Kind.CANARY, new Trial.Step(5, 1));

        assertThat(notes()).containsExactly("1.json", "2.shadow.json", "2.shadow.json", "2.canary.json");
        assertThat(registry.trials().newest(HEART, 3, BEGIN.plusSeconds(60)))
                .extracting(trial -> trial.kind() + " "
                        + trial.end().map(end -> end.outcome().text()).orElse("runs"))
                .containsExactly("CANARY runs", "SHADOW replaced", "SHADOW runs");
    }

    @Test
    void theServedVersionAndOneThatIsNotArchivedAreNotTried() {
        ManualTrial trials = new ManualTrial(registry, Clock.systemUTC(), Retries.within(Duration.ZERO));
        List<Trial.Step> steps = List.of(new Trial.Step(0, 0));

        assertThatThrownBy(() -> trials.begin(HEART, SERVED, Trial.Kind.SHADOW, steps, "", ""))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("can't be tried: it is the served version");
        assertThatThrownBy(() ->
                        trials.begin(HEART, new Version("20261122T080000Z-00000009"), Trial.Kind.SHADOW, steps, "", ""))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("is not in the archive");
    }

    /** Each operation of a check in turn fails, or is the last of its process. The next check completes what it has left. */
    @Test
    void aCheckThatIsKilledAtAnyOperationIsCompletedByTheNext() throws IOException {
        begin(Trial.Kind.CANARY, new Trial.Step(5, 1));
        count(1000, 0);
        MemoryBucket before = new MemoryBucket(models);
        for (FailingBucket.Failure failure : FailingBucket.Failure.values()) {
            boolean failed = true;
            for (int number = 1; failed; number++) {
                MemoryBucket copy = new MemoryBucket(before);
                copy.setTime(BEGIN.plus(Duration.ofHours(2)));
                FailingBucket bucket = new FailingBucket(copy, number, failure);
                try {
                    check(bucket, 2);
                } catch (IOException | Killed e) {
                    // The schedule calls again.
                }
                failed = bucket.hasFailed();
                check(copy, 3);
                check(copy, 4);

                Registry after = new Registry(copy);
                assertThat(Latest.read(after, HEART).version())
                        .as(failure + " at " + number)
                        .contains(TRIED);
                assertThat(copy.names("heart/promotions/").stream().filter(name -> name.endsWith("2.json")))
                        .hasSize(1);
                assertThat(copy.names("heart/promotions/").stream().filter(name -> name.endsWith("2.canary.json")))
                        .hasSize(2);
                assertThat(after.promotions()
                                .newest(HEART, 1, Optional.empty(), BEGIN)
                                .get(0)
                                .reason()
                                .why())
                        .isEqualTo(Promotion.Why.CANARY);
            }
        }
    }
}
