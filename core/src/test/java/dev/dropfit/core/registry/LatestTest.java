package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LatestTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version VERSION = new Version("20261122T084133Z-1f0c2a9b");
    private static final Version OTHER = new Version("20261122T084134Z-00000000");

    private final Registry registry = new Registry(new MemoryBucket(Instant.parse("2026-11-22T08:41:33Z")));

    @Test
    void whatIsServedHasAVersionAndAGeneration() throws IOException {
        ObjectInfo written = registry.publish(HEART, ModelFiles.of(VERSION), Bucket.ABSENT);

        Latest latest = Latest.read(registry, HEART);

        assertThat(latest.object()).contains(written);
        assertThat(latest.generation()).isEqualTo(written.generation());
        assertThat(latest.version()).contains(VERSION);
        assertThat(latest.is(VERSION)).isTrue();
        assertThat(latest.is(OTHER)).isFalse();
        assertThat(latest.model()).isPresent();
        assertThat(latest.problem()).isEmpty();
    }

    @Test
    void whereNothingIsServedThereIsNoVersion() throws IOException {
        Latest latest = Latest.read(registry, HEART);

        assertThat(latest.object()).isEmpty();
        assertThat(latest.generation()).isEqualTo(Bucket.ABSENT);
        assertThat(latest.version()).isEmpty();
        assertThat(latest.is(VERSION)).isFalse();
    }

    @Test
    void aDamagedModelHasAProblemAndAGenerationToReplace() throws IOException {
        ObjectInfo written = registry.publish(HEART, new byte[] {1, 2, 3}, Bucket.ABSENT);

        Latest latest = Latest.read(registry, HEART);

        assertThat(latest.model()).isEmpty();
        assertThat(latest.problem()).isNotEmpty();
        assertThat(latest.object()).contains(written);
        assertThat(latest.generation()).isEqualTo(written.generation());
        assertThat(latest.version()).isEmpty();
    }
}
