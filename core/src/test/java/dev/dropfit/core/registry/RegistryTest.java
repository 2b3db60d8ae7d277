package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.bucket.WatchedBucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistryTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version VERSION = new Version("20261122T084133Z-1f0c2a9b");

    @TempDir
    private Path folder;

    private Bucket bucket;
    private Registry registry;

    @BeforeEach
    void openTheBucket() throws IOException {
        bucket = Buckets.open(folder.toUri().toString());
        registry = new Registry(bucket);
    }

    @Test
    void anArchivedModelIsNeverOverwritten() throws IOException {
        registry.archive(HEART, VERSION, new byte[] {1});
        registry.archive(HEART, VERSION, new byte[] {2});

        try (StoredObject archived = registry.readArchive(HEART, VERSION).orElseThrow()) {
            assertThat(archived.readAllBytes()).containsExactly(1);
            assertThat(archived.info().name()).isEqualTo("heart/models/20261122T084133Z-1f0c2a9b.zip");
        }
    }

    @Test
    void theFirstRecordOfARunCounts() throws IOException {
        registry.record(HEART, VERSION, run("promoted"));
        registry.record(HEART, VERSION, run("rejected"));

        assertThat(registry.readRecord(HEART, VERSION)).contains(run("promoted"));
        assertThat(registry.recordedVersions(HEART)).containsExactly(VERSION);
        assertThat(bucket.find("heart/metrics/20261122T084133Z-1f0c2a9b.json")).isPresent();
    }

    @Test
    void latestChangesOnlyFromWhatWasSeen() throws IOException {
        ObjectInfo first = registry.publish(HEART, new byte[] {1}, Bucket.ABSENT);

        assertThatThrownBy(() -> registry.publish(HEART, new byte[] {2}, Bucket.ABSENT))
                .isInstanceOf(PreconditionFailedException.class);
        ObjectInfo second = registry.publish(HEART, new byte[] {3}, first.generation());

        assertThat(registry.findLatest(HEART)).contains(second);
        assertThat(second.name()).isEqualTo("heart/models/latest.zip");
    }

    @Test
    void aPromotionIsRememberedByItsVersionAndTime() throws IOException {
        Instant time = Instant.parse("2026-11-30T23:59:59.5Z");
        Instant later = Instant.parse("2026-12-01T00:00:01Z");
        assertThat(registry.promotions().wasPromoted(HEART, VERSION, VERSION.time(), later))
                .isFalse();

        registry.promotions().record(HEART, new Promotion(time, null, VERSION.value(), Promotion.Reason.GATE));

        assertThat(registry.promotions().has(HEART, time, VERSION)).isTrue();
        assertThat(registry.promotions().has(HEART, later, VERSION)).isFalse();
        assertThat(registry.promotions().wasPromoted(HEART, VERSION, VERSION.time(), later))
                .isTrue();
        assertThat(registry.promotions().wasPromoted(HEART, VERSION, VERSION.time(), time))
                .isFalse();
        assertThat(registry.promotions().before(HEART, time.plusMillis(1))).contains(VERSION);
        assertThat(bucket.find("heart/promotions/20261130T235959500Z-20261122T084133Z-1f0c2a9b.json"))
                .isPresent();
    }

    @Test
    void theNewestNoteBeforeATimeSaysWhatWasServed() throws IOException {
        Version other = new Version("20261123T084133Z-00000000");
        for (String note : List.of("2026-11-24T00:00:00Z", "2026-11-26T00:00:00Z")) {
            registry.promotions()
                    .record(HEART, new Promotion(Instant.parse(note), null, VERSION.value(), Promotion.Reason.GATE));
        }
        for (String note : List.of("2026-11-25T00:00:00Z", "2026-11-27T00:00:00Z")) {
            registry.promotions()
                    .record(HEART, new Promotion(Instant.parse(note), null, other.value(), Promotion.Reason.GATE));
        }

        assertThat(registry.promotions().before(HEART, Instant.parse("2026-11-26T00:00:00Z")))
                .contains(other);
        assertThat(registry.promotions().before(HEART, Instant.parse("2026-11-26T00:00:00.001Z")))
                .contains(VERSION);
        assertThat(registry.promotions().before(HEART, Instant.parse("2026-11-24T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void runsOfSomeMonthsAreListedOldestFirst() throws IOException {
        for (String version : List.of(
                "20260930T235959Z-00000000",
                "20261001T000000Z-00000000",
                "20261130T235959Z-00000000",
                "20261201T000000Z-00000000")) {
            registry.record(HEART, new Version(version), run("promoted"));
        }

        assertThat(registry.recordedVersions(
                        HEART, Instant.parse("2026-10-15T00:00:00Z"), Instant.parse("2026-11-15T00:00:00Z")))
                .extracting(Version::value)
                .containsExactly("20261001T000000Z-00000000", "20261130T235959Z-00000000");
    }

    @Test
    void enoughNewRunsAreFoundWithoutListingOlderMonths() throws IOException {
        List<String> listed = new ArrayList<>();
        Registry watched = new Registry(new WatchedBucket(bucket, (operation, name) -> listed.add(name)));
        registry.record(HEART, VERSION, run("promoted"));
        Instant now = Instant.parse("2026-11-24T12:00:00Z");

        assertThat(watched.newestRecords(HEART, 1, Latest.NONE, now)).containsExactly(VERSION);

        assertThat(listed).containsExactly("heart/metrics/202612", "heart/metrics/202611");
    }

    @Test
    void tooFewNewRunsAreLookedForByYears() throws IOException {
        List<String> listed = new ArrayList<>();
        Registry watched = new Registry(new WatchedBucket(bucket, (operation, name) -> listed.add(name)));

        watched.newestRecords(HEART, 1, Latest.NONE, Instant.parse("2026-11-24T12:00:00Z"));

        assertThat(listed)
                .containsExactly(
                        "heart/metrics/202612",
                        "heart/metrics/202611",
                        "heart/metrics/202610",
                        "heart/metrics/2026",
                        "heart/metrics/2025");
    }

    @Test
    void foldersThatAreNoModelsAreLeftOut() throws IOException {
        registry.record(HEART, VERSION, run("invalid"));
        bucket.write("Other_Things/x", new byte[0], Bucket.ABSENT);

        assertThat(registry.models()).containsExactly(HEART);
        assertThat(registry.hasRecords(HEART)).isTrue();
        assertThat(registry.hasRecords(new ModelName("other"))).isFalse();
    }

    @Test
    void aDamagedRecordIsSaidToBeDamaged() throws IOException {
        bucket.write("heart/metrics/" + VERSION + ".json", "{".getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);

        RunRecord run = registry.readRecord(HEART, VERSION).orElseThrow();

        assertThat(run.verdict()).isEqualTo(Verdict.UNREADABLE);
        assertThat(run.reasons())
                .singleElement()
                .asString()
                .startsWith("Object heart/metrics/20261122T084133Z-1f0c2a9b.json is not JSON");
    }

    @Test
    void theNewestRecordsUpToARunAreFoundInEarlierMonthsToo() throws IOException {
        for (String version : List.of(
                "20260930T084133Z-00000001",
                "20261031T084133Z-00000002",
                "20261122T084133Z-00000003",
                "20261122T084133Z-00000004",
                "20261123T084133Z-00000005")) {
            registry.record(HEART, new Version(version), run("promoted"));
        }

        assertThat(registry.newestRecords(HEART, 3, new Version("20261122T084133Z-00000004")))
                .containsExactly(
                        new Version("20261122T084133Z-00000004"),
                        new Version("20261122T084133Z-00000003"),
                        new Version("20261031T084133Z-00000002"));
        assertThat(registry.newestRecords(HEART, 3, new Version("20260101T000000Z-00000000")))
                .isEmpty();
    }

    @Test
    void theNewestNoteTellsWhatIsServed() throws IOException {
        Instant now = Instant.parse("2026-11-22T09:00:00Z");
        assertThat(registry.promotions().last(HEART, now)).isEmpty();

        Version older = new Version("20260801T084133Z-00000001");
        registry.promotions()
                .record(
                        HEART,
                        new Promotion(
                                Instant.parse("2026-08-02T00:00:00Z"), null, VERSION.value(), Promotion.Reason.GATE));
        registry.promotions()
                .record(
                        HEART,
                        new Promotion(
                                Instant.parse("2026-08-03T00:00:00Z"), null, older.value(), Promotion.Reason.GATE));

        assertThat(registry.promotions().last(HEART, now)).contains(older);
    }

    @Test
    void whatAlertsRememberIsNoModel() throws IOException {
        bucket.write("_alerts/heart/state.json", new byte[] {1}, Bucket.ABSENT);
        registry.record(HEART, VERSION, run("promoted"));

        assertThat(registry.models()).containsExactly(HEART);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 20261124T000000Z-00000000",
        "3, 20261124T000000Z-00000000 20261001T000000Z-00000000 20260930T235959Z-00000000",
        "9, 20261124T000000Z-00000000 20261001T000000Z-00000000 20260930T235959Z-00000000 20260101T000000Z-00000000"
                + " 20251101T000000Z-00000000"
    })
    void theNewestRunsAreThoseOfAYearNewestFirst(int limit, String versions) throws IOException {
        for (String version : List.of(
                "20241231T000000Z-00000000",
                "20251031T235959Z-00000000",
                "20251101T000000Z-00000000",
                "20260101T000000Z-00000000",
                "20260930T235959Z-00000000",
                "20261001T000000Z-00000000",
                "20261124T000000Z-00000000")) {
            registry.record(HEART, new Version(version), run("promoted"));
        }

        assertThat(registry.newestRecords(HEART, limit, Optional.empty(), Instant.parse("2026-11-24T12:00:00Z")))
                .extracting(Version::value)
                .containsExactly(versions.split(" "));
    }

    @Test
    void theNewestRunsReachBackToWhatIsServed() throws IOException {
        registry.record(HEART, new Version("20231231T000000Z-00000000"), run("promoted"));
        registry.record(HEART, new Version("20240101T000000Z-00000000"), run("promoted"));

        assertThat(registry.newestRecords(
                        HEART,
                        10,
                        Optional.of(new Version("20240101T000000Z-00000000")),
                        Instant.parse("2026-11-24T12:00:00Z")))
                .containsExactly(new Version("20240101T000000Z-00000000"));
    }

    @Test
    void theNewestPromotionsAreListedWithTheirReasons() throws IOException {
        Promotion.Reason rollback = new Promotion.Reason(Promotion.Why.ROLLBACK, "ada", "worse");
        registry.promotions()
                .record(
                        HEART,
                        new Promotion(
                                Instant.parse("2026-03-01T00:00:00Z"), null, VERSION.value(), Promotion.Reason.GATE));
        registry.promotions()
                .record(HEART, new Promotion(Instant.parse("2026-11-23T00:00:00Z"), null, VERSION.value(), rollback));

        assertThat(registry.promotions().newest(HEART, 10, Optional.empty(), Instant.parse("2026-11-24T12:00:00Z")))
                .extracting(promotion ->
                        promotion.reason().why().text() + promotion.reason().note())
                .containsExactly("rollbackworse", "gate");
    }

    private static RunRecord run(String verdict) {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", verdict);
        return RunRecord.read(json);
    }
}
