package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.facts.DatasetFacts;
import dev.dropfit.core.registry.facts.ModelFacts;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PublicationTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final RunId OLDER = run("20261122T080000Z-00000001", 1);
    private static final RunId NEWER = run("20261122T080000Z-00000000", 2);

    private final MemoryBucket bucket = new MemoryBucket(NOW);
    private final Registry registry = new Registry(bucket);
    private final Publication publication =
            new Publication(registry, Clock.fixed(NOW.plusMillis(1500), ZoneOffset.UTC));

    @Test
    void aPromotedRunIsArchivedRecordedAndServed() throws IOException {
        RunRecord record = end(OLDER, Verdict.PROMOTED);
        publication.serve(OLDER, record, file(OLDER));

        assertThat(record.elapsed()).isEqualTo(1.5);
        assertThat(record.archiveSha256()).isEqualTo(ArchivedModel.digest(file(OLDER)));
        assertThat(registry.readRecord(HEART, OLDER.version())).contains(record);
        assertThat(archive(OLDER)).isEqualTo(file(OLDER));
        assertThat(latest().version()).contains(OLDER.version());
        assertThat(registry.promotions().newest(HEART, 2, Optional.empty(), NOW))
                .extracting(Promotion::to)
                .containsExactly(OLDER.version().value());
    }

    @Test
    void aRejectedRunIsArchivedAndRecordedButNotServed() throws IOException {
        publication.serve(OLDER, end(OLDER, Verdict.REJECTED), file(OLDER));

        assertThat(archive(OLDER)).isEqualTo(file(OLDER));
        assertThat(latest().version()).isEmpty();
    }

    @Test
    void theRecordOfTheFirstStartCounts() throws IOException {
        RunRecord first = end(OLDER, Verdict.REJECTED);

        assertThat(end(OLDER, Verdict.PROMOTED)).isEqualTo(first);
    }

    @Test
    void aClockThatWasSetBackGivesNoNegativeTime() throws IOException {
        RunRecord record = RunRecord.invalid(origin(OLDER), List.of("line 2"), Optional.empty());

        assertThat(publication.record(OLDER, record, NOW.plusSeconds(60)).elapsed())
                .isZero();
    }

    @Test
    void aDamagedArchiveIsMendedAndAWholeOneStays() throws IOException {
        registry.archive(HEART, OLDER.version(), Arrays.copyOf(file(OLDER), 100));
        end(OLDER, Verdict.PROMOTED);
        ObjectInfo mended = registry.findArchive(HEART, OLDER.version()).orElseThrow();

        end(OLDER, Verdict.PROMOTED);

        assertThat(archive(OLDER)).isEqualTo(file(OLDER));
        assertThat(registry.findArchive(HEART, OLDER.version())).contains(mended);
    }

    @Test
    void aRunThatWasCutShortAfterItsRecordIsServedByTheNextStart() throws IOException {
        RunRecord record = end(OLDER, Verdict.PROMOTED);

        assertThat(publication.complete(OLDER, record)).isTrue();

        assertThat(latest().version()).contains(OLDER.version());
    }

    @Test
    void aCompletedRunIsLeftAsItIs() throws IOException {
        RunRecord record = end(OLDER, Verdict.PROMOTED);
        publication.serve(OLDER, record, file(OLDER));
        List<ObjectInfo> before = bucket.list("");

        assertThat(publication.complete(OLDER, record)).isTrue();
        publication.serve(OLDER, record, file(OLDER));

        assertThat(bucket.list("")).isEqualTo(before);
    }

    @Test
    void aRunWhoseArchiveIsDamagedMustBeDoneAgain() throws IOException {
        RunRecord record = end(OLDER, Verdict.PROMOTED);
        registry.deleteArchive(HEART, OLDER.version());
        registry.archive(HEART, OLDER.version(), new byte[] {1});

        assertThat(publication.complete(OLDER, record)).isFalse();
        assertThat(latest().version()).isEmpty();
    }

    @Test
    void aRejectedRunIsCompleteWithoutAnArchive() throws IOException {
        RunRecord record = end(OLDER, Verdict.REJECTED);
        registry.deleteArchive(HEART, OLDER.version());

        assertThat(publication.complete(OLDER, record)).isTrue();
    }

    @Test
    void anOlderRunNeverReplacesANewerModel() throws IOException {
        RunRecord older = end(OLDER, Verdict.PROMOTED);
        publication.serve(NEWER, end(NEWER, Verdict.PROMOTED), file(NEWER));

        assertThat(Publication.isOutdated(OLDER, latest())).isTrue();
        assertThat(Publication.isOutdated(NEWER, latest())).isFalse();
        publication.serve(OLDER, older, file(OLDER));
        assertThat(publication.complete(OLDER, older)).isTrue();
        assertThat(latest().version()).contains(NEWER.version());
    }

    @Test
    void afterARollbackTheNewerModelStaysAway() throws IOException {
        publication.serve(OLDER, end(OLDER, Verdict.PROMOTED), file(OLDER));
        RunRecord newer = end(NEWER, Verdict.PROMOTED);
        publication.serve(NEWER, newer, file(NEWER));
        bucket.setTime(NOW.plusSeconds(60));
        new Publisher(registry, Clock.fixed(NOW, ZoneOffset.UTC))
                .publish(
                        HEART,
                        OLDER.version(),
                        file(OLDER),
                        latest(),
                        new Promotion.Reason(Promotion.Why.ROLLBACK, "ada", "worse"));

        assertThat(publication.complete(NEWER, newer)).isTrue();

        assertThat(latest().version()).contains(OLDER.version());
    }

    @Test
    void theNewestPromotedRunThatWasCutShortIsCompletedByInputsNotByVersion() throws IOException {
        end(OLDER, Verdict.PROMOTED);
        end(NEWER, Verdict.PROMOTED);
        RunId rejected = run("20261122T081000Z-00000003", 3);

        publication.serve(rejected, end(rejected, Verdict.REJECTED), file(rejected));

        assertThat(latest().version()).contains(NEWER.version());
    }

    @Test
    void aDamagedRecordKeepsNoOverdueRunFromBeingCompleted() throws IOException {
        end(OLDER, Verdict.PROMOTED);
        bucket.write("heart/metrics/20261122T080500Z-00000009.json", new byte[] {'{'}, 0);

        publication.completeOverdue(HEART, NOW);

        assertThat(latest().version()).contains(OLDER.version());
    }

    @Test
    void aRunOfMoreThanAWeekAgoIsNotCompleted() throws IOException {
        end(OLDER, Verdict.PROMOTED);

        publication.completeOverdue(HEART, NOW.plusSeconds(40 * 24 * 3600L));

        assertThat(latest().version()).isEmpty();
    }

    private static final RunId FIRST = run("20261121T080000Z-00000000", 0);

    private void serveTheFirst() throws IOException {
        publication.serve(FIRST, end(FIRST, Verdict.PROMOTED), file(FIRST));
    }

    private RunRecord endRolledOut(RunId run, Verdict verdict) throws IOException {
        RunOrigin origin = origin(run).with("{\"rollout\": {\"shadow_hours\": 24, \"canary\": [5, 100]}}");
        RunRecord record = RunRecord.of(origin, DatasetFacts.NONE, ModelFacts.NONE)
                .judged(verdict, List.of("because"), List.of(), Optional.empty(), Optional.empty(), file(run));
        return publication.record(run, record, file(run), NOW);
    }

    private Trial trial() throws IOException {
        return registry.trials().find(HEART).flatMap(Trials.Stored::trial).orElseThrow();
    }

    @Test
    void aRunWithARolloutBeginsATrialInsteadOfBeingServed() throws IOException {
        serveTheFirst();

        publication.serve(OLDER, endRolledOut(OLDER, Verdict.PROMOTED), file(OLDER));

        assertThat(latest().version()).contains(FIRST.version());
        assertThat(trial().kind()).isEqualTo(Trial.Kind.ROLLOUT);
        assertThat(trial().version()).isEqualTo(OLDER.version());
        assertThat(trial().latest()).isEqualTo(FIRST.version());
        assertThat(trial().steps())
                .containsExactly(new Trial.Step(0, 24), new Trial.Step(5, 1), new Trial.Step(100, 1));
    }

    @Test
    void theFirstModelIsServedAtOnceWhateverItsRollout() throws IOException {
        publication.serve(OLDER, endRolledOut(OLDER, Verdict.PROMOTED), file(OLDER));

        assertThat(latest().version()).contains(OLDER.version());
    }

    @Test
    void aRejectedRunBeginsNoRollout() throws IOException {
        serveTheFirst();

        publication.serve(OLDER, endRolledOut(OLDER, Verdict.REJECTED), file(OLDER));

        assertThat(registry.trials().find(HEART)).isEmpty();
    }

    @Test
    void aRepeatedEventBeginsNoRolloutAgain() throws IOException {
        serveTheFirst();
        RunRecord record = endRolledOut(OLDER, Verdict.PROMOTED);
        publication.serve(OLDER, record, file(OLDER));
        Optional<Trials.Stored> stored = registry.trials().find(HEART);
        registry.trials().write(HEART, stored, trial().ended(Trial.Outcome.ROLLED_BACK, "it failed"));

        assertThat(publication.complete(OLDER, record)).isTrue();

        assertThat(trial().isRunning()).isFalse();
        assertThat(latest().version()).contains(FIRST.version());
    }

    @Test
    void aNewerDatasetEndsTheRolloutOfAnOlderOneAndNotTheOtherWayRound() throws IOException {
        serveTheFirst();
        RunRecord older = endRolledOut(OLDER, Verdict.PROMOTED);
        publication.serve(OLDER, older, file(OLDER));
        publication.serve(NEWER, endRolledOut(NEWER, Verdict.PROMOTED), file(NEWER));
        assertThat(trial().version()).isEqualTo(NEWER.version());

        publication.complete(OLDER, older);

        assertThat(trial().version()).isEqualTo(NEWER.version());
        assertThat(registry.trials().newest(HEART, 2, NOW))
                .extracting(trial -> trial.end().map(Trial.End::outcome))
                .containsExactly(Optional.empty(), Optional.of(Trial.Outcome.REPLACED));
    }

    @Test
    void anOlderRunThatEndsLateDoesNotEndTheRolloutOfANewerDataset() throws IOException {
        serveTheFirst();
        publication.serve(NEWER, endRolledOut(NEWER, Verdict.PROMOTED), file(NEWER));

        publication.serve(OLDER, endRolledOut(OLDER, Verdict.PROMOTED), file(OLDER));

        assertThat(trial().version()).isEqualTo(NEWER.version());
    }

    private static RunId run(String version, long dataset) {
        return new RunId(HEART, new Version(version), new Inputs(dataset, 0));
    }

    private static RunOrigin origin(RunId run) {
        return RunOrigin.of(run.version(), "revision", run.inputs());
    }

    /** Archives and records, as a run that is cut short before it serves. */
    private RunRecord end(RunId run, Verdict verdict) throws IOException {
        RunRecord record = RunRecord.of(origin(run), DatasetFacts.NONE, ModelFacts.NONE)
                .judged(verdict, List.of("because"), List.of(), Optional.empty(), Optional.empty(), file(run));
        return publication.record(run, record, file(run), NOW);
    }

    /** A model file with the run's origin in its record. */
    private static byte[] file(RunId run) throws IOException {
        return ModelFiles.of(RunRecord.of(origin(run), DatasetFacts.NONE, ModelFacts.NONE));
    }

    private byte[] archive(RunId run) throws IOException {
        try (StoredObject archive = registry.readArchive(HEART, run.version()).orElseThrow()) {
            return archive.readAllBytes();
        }
    }

    private Latest latest() throws IOException {
        return Latest.read(registry, HEART);
    }
}
