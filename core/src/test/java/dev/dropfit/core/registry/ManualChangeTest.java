package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.ForwardingBucket.Operation;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.WatchedBucket;
import dev.dropfit.core.model.InvalidModelException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ManualChangeTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version FIRST = new Version("20261122T080000Z-00000001");
    private static final Version SECOND = new Version("20261122T080000Z-00000002");
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final Promotion.Reason WORSE = new Promotion.Reason(Promotion.Why.ROLLBACK, "ada", "it is worse");

    private final MemoryBucket bucket = new MemoryBucket(NOW);
    private final Registry registry = new Registry(bucket);

    @Test
    void anArchivedVersionIsServedAndTheChangeNoted() throws IOException {
        registry.archive(HEART, FIRST, ModelFiles.of(FIRST));
        registry.archive(HEART, SECOND, ModelFiles.of(SECOND));
        assertThat(change(registry).serve(HEART, SECOND, Promotion.Reason.GATE)).isEmpty();

        Optional<Version> before = change(registry).serve(HEART, FIRST, WORSE);

        assertThat(before).contains(SECOND);
        assertThat(Latest.read(registry, HEART).version()).contains(FIRST);
        assertThat(registry.promotions()
                        .newest(HEART, 1, Optional.empty(), NOW)
                        .get(0)
                        .toJson())
                .hasToString(
                        "{\"time\":\"2026-11-22T09:00:05Z\",\"from\":\"20261122T080000Z-00000002\",\"to\":\"20261122T080000Z-00000001\",\"why\":\"rollback\",\"who\":\"ada\",\"note\":\"it"
                                + " is worse\"}");
    }

    @Test
    void aModelThatDoesNotPredictIsNotServed() throws IOException {
        registry.archive(HEART, FIRST, ModelFiles.thatPredictsInfinity(FIRST));

        assertThatThrownBy(() -> change(registry).serve(HEART, FIRST, WORSE))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("can't be served: its first prediction is not a finite number");

        assertThat(registry.findLatest(HEART)).isEmpty();
    }

    @Test
    void anArchiveThatARunDeletesMeanwhileIsRestored() throws IOException {
        registry.archive(HEART, FIRST, ModelFiles.of(FIRST));
        Registry interrupted = new Registry(new WatchedBucket(bucket, (operation, name) -> {
            if (operation == Operation.WRITE && name.endsWith("latest.zip")) {
                registry.deleteArchive(HEART, FIRST);
            }
        }));

        change(interrupted).serve(HEART, FIRST, WORSE);

        assertThat(ArchivedModel.read(registry, HEART, FIRST).model().version()).isEqualTo(FIRST.value());
    }

    private static ManualChange change(Registry registry) {
        return new ManualChange(registry, Clock.fixed(NOW, ZoneOffset.UTC), Retries.within(Duration.ZERO));
    }
}
