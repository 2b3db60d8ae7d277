package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PublisherTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version FIRST = new Version("20261122T080000Z-00000001");
    private static final Version SECOND = new Version("20261122T080000Z-00000002");
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final String CUT_SHORT = "noted later: the process that changed it was interrupted before its note";
    private static final Promotion.Reason ROLLBACK = new Promotion.Reason(Promotion.Why.ROLLBACK, "ada", "it is worse");

    private final MemoryBucket bucket = new MemoryBucket(NOW);
    private final Registry registry = new Registry(bucket);
    private final Publisher publisher = new Publisher(registry, Clock.fixed(NOW.plusSeconds(3600), ZoneOffset.UTC));

    @Test
    void theFirstModelIsServedAndNoted() throws IOException {
        publish(FIRST, latest(), Promotion.Reason.GATE);

        assertThat(latest().version()).contains(FIRST);
        assertThat(notes()).containsExactly("null > 00000001 gate");
    }

    @Test
    void aNoteSaysWhatWasServedBeforeAndWhoChangedItAndWhy() throws IOException {
        publish(FIRST, latest(), Promotion.Reason.GATE);

        publish(SECOND, latest(), ROLLBACK);

        assertThat(latest().version()).contains(SECOND);
        assertThat(notes()).containsExactly("null > 00000001 gate", "00000001 > 00000002 rollback ada: it is worse");
    }

    @Test
    void whatHasChangedSinceTheCallerLookedIsNotReplaced() throws IOException {
        Latest before = latest();
        publish(FIRST, before, Promotion.Reason.GATE);

        assertThatThrownBy(() -> publish(SECOND, before, Promotion.Reason.GATE))
                .isInstanceOf(PreconditionFailedException.class);

        assertThat(latest().version()).contains(FIRST);
        assertThat(notes()).hasSize(1);
    }

    @Test
    void whatIsServedAlreadyIsNotWrittenAgain() throws IOException {
        publish(FIRST, latest(), Promotion.Reason.GATE);
        Latest served = latest();

        publish(FIRST, served, ROLLBACK);

        assertThat(latest().object()).isEqualTo(served.object());
        assertThat(notes()).containsExactly("null > 00000001 gate");
    }

    @Test
    void aPublishingThatWasCutShortBeforeItsNoteIsNotedByTheNextOfTheSameVersion() throws IOException {
        publish(FIRST, latest(), Promotion.Reason.GATE);
        serveWithoutNote(SECOND);

        publish(SECOND, latest(), Promotion.Reason.GATE);

        assertThat(notes()).containsExactly("null > 00000001 gate", "00000001 > 00000002 gate");
    }

    @Test
    void aPublishingThatWasCutShortBeforeItsNoteIsNotedBeforeItsModelIsReplaced() throws IOException {
        record(FIRST, "promoted");
        serveWithoutNote(FIRST);

        publish(SECOND, latest(), Promotion.Reason.GATE);

        assertThat(notes()).containsExactly("null > 00000001 gate", "00000001 > 00000002 gate");
    }

    @Test
    void withoutAnEarlierNoteTheRecordSaysWhatWasServedBefore() throws IOException {
        JsonObject champion = new JsonObject();
        champion.addProperty("version", FIRST.value());
        JsonObject record = new JsonObject();
        record.addProperty("verdict", "promoted");
        record.add("champion", champion);
        registry.record(HEART, SECOND, RunRecord.read(record));
        serveWithoutNote(SECOND);

        publisher.note(HEART, latest());

        assertThat(notes()).containsExactly("00000001 > 00000002 gate");
    }

    @Test
    void aRunWithoutAChampionReplacedNothing() throws IOException {
        JsonObject record = new JsonObject();
        record.addProperty("verdict", "promoted");
        record.add("champion", JsonNull.INSTANCE);
        registry.record(HEART, FIRST, RunRecord.read(record));
        serveWithoutNote(FIRST);

        publisher.note(HEART, latest());

        assertThat(notes()).containsExactly("null > 00000001 gate");
    }

    @Test
    void whatTheGateRejectedMustHaveBeenForced() throws IOException {
        record(FIRST, "rejected");
        serveWithoutNote(FIRST);

        publisher.note(HEART, latest());

        assertThat(notes()).containsExactly("null > 00000001 forced : " + CUT_SHORT);
    }

    @Test
    void whatHasNoRecordMustHaveBeenForced() throws IOException {
        serveWithoutNote(FIRST);

        publisher.note(HEART, latest());

        assertThat(notes()).containsExactly("null > 00000001 forced : " + CUT_SHORT);
    }

    @Test
    void whatWasServedBeforeMustHaveBeenRolledBackTo() throws IOException {
        record(FIRST, "promoted");
        publish(FIRST, latest(), Promotion.Reason.GATE);
        publish(SECOND, latest(), Promotion.Reason.GATE);
        serveWithoutNote(FIRST);

        publisher.note(HEART, latest());

        assertThat(notes())
                .containsExactly(
                        "null > 00000001 gate",
                        "00000001 > 00000002 gate",
                        "00000002 > 00000001 rollback : " + CUT_SHORT);
    }

    @Test
    void aNoteThatIsThereStaysAsItIs() throws IOException {
        publish(FIRST, latest(), ROLLBACK);

        publisher.note(HEART, latest());

        assertThat(notes()).containsExactly("null > 00000001 rollback ada: it is worse");
    }

    @Test
    void whereNothingIsServedNothingIsNoted() throws IOException {
        publisher.note(HEART, latest());

        assertThat(notes()).isEmpty();
    }

    @Test
    void onlyWhatWasServedBeforeCountsAsServed() throws IOException {
        registry.archive(HEART, FIRST, new byte[] {1});
        registry.archive(HEART, SECOND, new byte[] {2});
        publish(FIRST, latest(), Promotion.Reason.GATE);
        assertThat(publisher.wasServed(HEART, FIRST, latest())).isFalse();

        publish(SECOND, latest(), Promotion.Reason.GATE);

        assertThat(publisher.wasServed(HEART, FIRST, latest())).isTrue();
        assertThat(publisher.wasServed(HEART, SECOND, latest())).isFalse();
    }

    @Test
    void afterLatestIsDeletedItsVersionCountsAsServed() throws IOException {
        publish(FIRST, latest(), Promotion.Reason.GATE);
        bucket.delete("heart/models/latest.zip", latest().generation());

        assertThat(publisher.wasServed(HEART, FIRST, latest())).isTrue();
        assertThat(publisher.wasServed(HEART, SECOND, latest())).isFalse();
    }

    @Test
    void whatWasArchivedInAnEarlierMonthIsLookedForFromThenOn() throws IOException {
        Version old = new Version("20261201T000000Z-00000003");
        bucket.setTime(Instant.parse("2026-10-31T12:00:00Z"));
        registry.archive(HEART, old, new byte[] {1});
        bucket.setTime(Instant.parse("2026-11-22T09:00:00Z"));
        publish(old, latest(), Promotion.Reason.GATE);
        publish(SECOND, latest(), Promotion.Reason.GATE);

        // By the clock of the store it was archived before it was served, whatever its name says.
        assertThat(publisher.wasServed(HEART, old, latest())).isTrue();
    }

    private Latest latest() throws IOException {
        return Latest.read(registry, HEART);
    }

    private void publish(Version version, Latest seen, Promotion.Reason reason) throws IOException {
        publisher.publish(HEART, version, ModelFiles.of(version), seen, reason);
    }

    /** As a publisher that is killed between its two writes leaves it. */
    private void serveWithoutNote(Version version) throws IOException {
        registry.publish(HEART, ModelFiles.of(version), latest().generation());
    }

    private void record(Version version, String verdict) throws IOException {
        JsonObject record = new JsonObject();
        record.addProperty("verdict", verdict);
        registry.record(HEART, version, RunRecord.read(record));
    }

    /** Every note, oldest first, as {@code from > to why who: note} with the digests of the versions. */
    private List<String> notes() throws IOException {
        List<String> notes = registry.promotions().newest(HEART, 10, Optional.empty(), NOW).stream()
                .map(PublisherTest::text)
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(notes);
        return notes;
    }

    private static String text(Promotion note) {
        String from = note.from() == null ? "null" : note.from().substring(17);
        Promotion.Reason reason = note.reason();
        return from + " > " + note.to().substring(17) + " " + reason.why().text()
                + (reason.note().isEmpty() ? "" : " " + reason.who() + ": " + reason.note());
    }
}
