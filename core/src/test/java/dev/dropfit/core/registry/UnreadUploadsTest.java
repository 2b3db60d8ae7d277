package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.CountingBucket;
import dev.dropfit.core.bucket.MemoryBucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UnreadUploadsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final String NOTE = "_unread/newest.json";

    private final Bucket bucket = new CountingBucket(new MemoryBucket(NOW));
    private final UnreadUploads unread = new Registry(bucket).unreadUploads();

    @Test
    void anUploadIsReadAsItWasNoted() throws IOException {
        UnreadUpload upload =
                new UnreadUpload("Churn/dataset.csv", 17, ModelName.parse("churn"), "move \"it\"", NOW.plusMillis(3));

        unread.add(upload);

        assertThat(unread.newest()).containsExactly(upload);
        assertThat(new Registry(bucket).models()).isEmpty();
    }

    @Test
    void theNewestUploadsAreKept() throws IOException {
        for (int i = 0; i < 2 * UnreadUploads.MAX_UPLOADS; i++) {
            unread.add(upload("data-" + i + ".csv", 1));
        }

        assertThat(unread.newest().stream().map(UnreadUpload::object))
                .containsExactlyElementsOf(IntStream.range(0, UnreadUploads.MAX_UPLOADS)
                        .mapToObj(i -> "data-" + (2 * UnreadUploads.MAX_UPLOADS - 1 - i) + ".csv")
                        .toList());
    }

    @Test
    void aRepeatedEventWritesNothing() throws IOException {
        unread.add(upload("a.csv", 1));
        long before = bucket.find(NOTE).orElseThrow().generation();

        unread.add(upload("a.csv", 1));

        assertThat(bucket.find(NOTE).orElseThrow().generation()).isEqualTo(before);
    }

    @Test
    void aNewUploadOfTheSameNameReplacesItsNote() throws IOException {
        unread.add(upload("a.csv", 1));
        unread.add(upload("b.csv", 2));
        unread.add(upload("a.csv", 3));

        assertThat(unread.newest().stream().map(UnreadUpload::object)).containsExactly("a.csv", "b.csv");
        assertThat(unread.newest().get(0).generation()).isEqualTo(3);
    }

    @Test
    void theNoteStaysSmallWhateverIsUploaded() throws IOException {
        for (int i = 0; i < 20; i++) {
            String name = i + "\u0001€".repeat(500);
            unread.add(new UnreadUpload(name, i, Optional.empty(), name.repeat(5), NOW));
        }

        assertThat(unread.newest()).hasSize(UnreadUploads.MAX_UPLOADS);
        assertThat(bucket.find(NOTE).orElseThrow().size()).isLessThan(1 << 16);
    }

    @Test
    void aDamagedNoteIsReplaced() throws IOException {
        bucket.write(NOTE, "{\"uploads\": [17, {\"advice\": \"x\"}, {".getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        assertThat(unread.newest()).isEmpty();

        unread.add(upload("a.csv", 1));

        assertThat(unread.newest()).hasSize(1);
    }

    private static UnreadUpload upload(String object, long generation) {
        return new UnreadUpload(object, generation, Optional.empty(), object + " is not read", NOW);
    }
}
