package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version VERSION = new Version("20261122T084133Z-1f0c2a9b");
    private static final String OBJECT = "heart/attempts/" + VERSION + ".json";
    private static final Instant NOW = Instant.parse("2026-11-22T08:41:33Z");

    private final MemoryBucket bucket = new MemoryBucket(NOW);
    private final Attempts attempts = new Attempts(new Registry(bucket), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void threeStartsAreCountedAndAFourthIsRefused() throws Exception {
        assertThat(attempts.begin(HEART, VERSION, "a", "")).isPresent();
        assertThat(attempts.begin(HEART, VERSION, "b", "")).isPresent();
        assertThat(attempts.begin(HEART, VERSION, "c", "")).isPresent();

        assertThat(attempts.begin(HEART, VERSION, "d", "")).isEmpty();
        assertThat(attempts.open(HEART, VERSION).ids()).containsExactly("a", "b", "c");
    }

    @Test
    void aStartThatIsWrittenTwiceCountsOnce() throws Exception {
        attempts.begin(HEART, VERSION, "a", "");
        attempts.begin(HEART, VERSION, "a", "");

        assertThat(attempts.open(HEART, VERSION).ids()).containsExactly("a");
    }

    @Test
    void aStartThatEndsIsRemoved() throws Exception {
        attempts.begin(HEART, VERSION, "a", "");
        attempts.begin(HEART, VERSION, "b", "");

        attempts.end(HEART, VERSION, "a");
        assertThat(attempts.open(HEART, VERSION).ids()).containsExactly("b");

        attempts.end(HEART, VERSION, "b");
        attempts.end(HEART, VERSION, "b");
        assertThat(attempts.open(HEART, VERSION).ids()).isEmpty();
    }

    @Test
    void theChampionOfTheFirstStartCountsForAllStarts() throws Exception {
        String champion = "20261121T084133Z-1f0c2a9b";

        assertThat(attempts.begin(HEART, VERSION, "a", champion)).contains(champion);
        attempts.end(HEART, VERSION, "a");

        assertThat(attempts.begin(HEART, VERSION, "b", "")).contains(champion);
        assertThat(attempts.begin(HEART, VERSION, "c", "20261122T084133Z-00000000"))
                .contains(champion);
    }

    @Test
    void aStartThatIsAliveChangesTheGeneration() throws Exception {
        attempts.begin(HEART, VERSION, "a", "");
        long before = attempts.open(HEART, VERSION).generation();

        attempts.beat(HEART, VERSION, "another");
        assertThat(attempts.open(HEART, VERSION).generation()).isEqualTo(before);

        attempts.beat(HEART, VERSION, "a");
        assertThat(attempts.open(HEART, VERSION).generation()).isGreaterThan(before);
    }

    @Test
    void startsAtTheSameTimeAreAllCounted() throws Exception {
        List<Optional<String>> begun = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> {
                    try {
                        return attempts.begin(HEART, VERSION, "start" + i, "");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();

        assertThat(begun).filteredOn(Optional::isPresent).hasSize(Attempts.MAX_STARTS);
        assertThat(attempts.open(HEART, VERSION).full()).isTrue();
    }

    @Test
    void anObjectThatIsDamagedOrTooLongCountsAsNone() throws Exception {
        for (String damaged : List.of("{", "[]", "{\"starts\":[1,{}", "x".repeat(100_000), "{\"starts\":7}")) {
            attempts.forget(HEART, VERSION);
            bucket.write(OBJECT, damaged.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);

            assertThat(attempts.begin(HEART, VERSION, "a", "")).isPresent();
            assertThat(attempts.open(HEART, VERSION).ids()).containsExactly("a");
        }
    }

    @Test
    void theObjectIsNoRecordOfARun() throws Exception {
        attempts.begin(HEART, VERSION, "a", "");

        Registry registry = new Registry(bucket);
        assertThat(registry.hasRecords(HEART)).isFalse();
        assertThat(registry.recordedVersions(HEART)).isEmpty();
        assertThat(registry.readRecord(HEART, VERSION)).isEmpty();
    }

    @Test
    void aRunWithARecordNeedsNoStartsNorDoThoseBeforeIt() throws Exception {
        attempts.begin(HEART, VERSION, "a", "");
        attempts.begin(HEART, VERSION, "b", "");

        Version older = new Version("20261121T084133Z-1f0c2a9b");
        Version newer = new Version("20261123T084133Z-1f0c2a9b");
        attempts.begin(HEART, older, "c", "");
        attempts.begin(HEART, newer, "d", "");

        attempts.forget(HEART, VERSION);
        attempts.forget(HEART, VERSION);

        assertThat(bucket.names("heart/attempts/")).containsExactly("heart/attempts/" + newer + ".json");
    }
}
