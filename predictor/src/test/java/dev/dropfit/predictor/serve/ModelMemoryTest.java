package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.registry.ModelFiles;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models are unloaded by the memory that they take, whether they are the latest or of the archive. */
final class ModelMemoryTest {
    private static final Version VERSION = new Version("20261122T084133Z-00000001");
    private static final Version ARCHIVED = new Version("20261122T084133Z-00000000");

    private final MemoryBucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:41:33Z"));
    private final Registry registry = new Registry(bucket);
    private final AtomicLong nanoTime = new AtomicLong();
    private final Metrics metrics = new Metrics();
    private long size;

    @BeforeEach
    void publish() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            TrainedModels.publish(bucket, name, ModelFiles.of(VERSION));
        }
        registry.archive(new ModelName("a"), ARCHIVED, ModelFiles.of(ARCHIVED));
        size = catalog(Long.MAX_VALUE).find("a").heapBytes();
    }

    @Test
    void theModelThatWasUsedLeastRecentlyIsUnloadedWhenAllTakeTooMuchMemory() throws IOException {
        Catalog catalog = catalog(2 * size);

        for (String name : List.of("a", "b", "a", "c")) {
            nanoTime.incrementAndGet();
            catalog.find(name);
        }

        assertThat(names(catalog)).containsExactlyInAnyOrder("a", "c");
        assertThat(metrics.text(List.of())).contains("dropfit_reloads_total{model=\"b\",result=\"unloaded\"} 1\n");
    }

    @Test
    void anOverviewUnloadsNoModelOnceAllAreKnownToTakeTooMuchMemory() throws IOException {
        Catalog catalog = catalog(2 * size);
        catalog.served();
        nanoTime.incrementAndGet();
        catalog.find("a");
        List<String> loaded = names(catalog);

        assertThat(catalog.overview().isWhole()).isFalse();
        assertThat(catalog.served()).hasSize(2);
        assertThat(names(catalog)).containsExactlyInAnyOrderElementsOf(loaded);
    }

    @Test
    void modelsOfTheArchiveTakeTheSameMemory() throws IOException {
        Catalog catalog = catalog(2 * size + size / 2);
        catalog.find("a");
        nanoTime.incrementAndGet();
        catalog.find("b");
        nanoTime.incrementAndGet();
        assertThat(catalog.find("b").version()).isEqualTo(VERSION.value());
        nanoTime.incrementAndGet();

        ServedModel archived = catalog.find("a", ARCHIVED.value());

        // Finding a version looks at the latest first, so b is the one that was used least recently.
        assertThat(names(catalog)).containsExactly("a");
        assertThat(catalog.find("a", ARCHIVED.value())).isSameAs(archived);
    }

    @Test
    void aModelOfTheArchiveIsUnloadedToo() throws IOException {
        Catalog catalog = catalog(2 * size + size / 2);
        ServedModel archived = catalog.find("a", ARCHIVED.value());
        nanoTime.incrementAndGet();
        catalog.find("a");
        nanoTime.incrementAndGet();
        catalog.find("b");

        assertThat(names(catalog)).containsExactlyInAnyOrder("a", "b");
        assertThat(catalog.find("a", ARCHIVED.value())).isNotSameAs(archived);
    }

    @Test
    void aModelThatTakesMoreMemoryThanAllMayIsRefused() {
        assertThatThrownBy(() -> catalog(1_000).find("a"))
                .hasMessageContaining("of memory; the maximum for all models is 1.0 kB."
                        + " Give the predictor more memory (--memory), or set DROPFIT_MAX_MODEL_MEMORY_BYTES");
    }

    private static List<String> names(Catalog catalog) {
        return catalog.loaded().stream().map(model -> model.name().value()).toList();
    }

    private Catalog catalog(long maxBytes) {
        ServeSettings settings =
                new ServeSettings(Duration.ofSeconds(10), Duration.ZERO, 50, maxBytes, Duration.ofSeconds(10));
        ModelSource source =
                new ModelSource(registry, settings, new Workers(Runnable::run, Runnable::run), nanoTime::get, metrics);
        return new Catalog(new ServedModels(source), new ArchivedModels(source), Optional.empty());
    }
}
