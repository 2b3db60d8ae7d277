package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetentionTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version FIRST = new Version("20261101T000000Z-00000001");
    private static final Version SECOND = new Version("20261102T000000Z-00000002");
    private static final Version THIRD = new Version("20261103T000000Z-00000003");
    private static final Version FOURTH = new Version("20261104T000000Z-00000004");

    private final Registry registry = new Registry(new MemoryBucket(Instant.parse("2026-11-22T08:41:33Z")));
    private final Retention retention = new Retention(registry);

    @Test
    void theNewestStayAndTheOthersGo() throws IOException {
        archive(FIRST, SECOND, THIRD, FOURTH);

        retention.keep(HEART, 2);

        assertThat(registry.archivedVersions(HEART)).containsExactly(THIRD, FOURTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void noneGoesWhileThereAreNoMoreThanToKeep(int keep) throws IOException {
        archive(FIRST, SECOND);

        retention.keep(HEART, keep);

        assertThat(registry.archivedVersions(HEART)).containsExactly(FIRST, SECOND);
    }

    @Test
    void whatIsServedAndWhatWasServedBeforeStay() throws IOException {
        archive(FIRST, SECOND, THIRD, FOURTH);
        serve(SECOND, FIRST.value());

        retention.keep(HEART, 1);

        assertThat(registry.archivedVersions(HEART)).containsExactly(FIRST, SECOND, FOURTH);
    }

    @Test
    void theFirstModelServedHasNoPredecessorToKeep() throws IOException {
        archive(FIRST, SECOND, THIRD, FOURTH);
        serve(SECOND, null);

        retention.keep(HEART, 1);

        assertThat(registry.archivedVersions(HEART)).containsExactly(SECOND, FOURTH);
    }

    private void archive(Version... versions) throws IOException {
        for (Version version : versions) {
            registry.archive(HEART, version, new byte[] {1});
        }
    }

    private void serve(Version version, @Nullable String before) throws IOException {
        ObjectInfo written = registry.publish(HEART, ModelFiles.of(version), Bucket.ABSENT);
        registry.promotions()
                .record(HEART, new Promotion(written.created(), before, version.value(), Promotion.Reason.GATE));
    }
}
