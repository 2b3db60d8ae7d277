package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.HangingBucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.registry.ModelFiles;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Storage that does not respond: no request waits for it for long, and nothing that is in memory depends on it. */
@Timeout(60)
final class StorageHangsTest {
    private static final Version FIRST = new Version("20261122T084133Z-00000001");
    private static final Version SECOND = new Version("20261122T084133Z-00000002");
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final MemoryBucket stored = new MemoryBucket(Instant.parse("2026-11-22T08:41:33Z"));
    private final HangingBucket bucket = new HangingBucket(stored);
    private final AtomicLong nanoTime = new AtomicLong();

    @AfterEach
    void release() {
        bucket.release();
    }

    @Test
    void aModelThatIsNotInMemoryIsUnavailableUntilStorageResponds() throws Exception {
        publish("a", FIRST);
        Catalog catalog = catalog(Duration.ZERO);
        bucket.hang(name -> true);

        assertUnavailable(catalog, "a");
        assertUnavailable(catalog, "a");
        assertThat(bucket.waiting()).isLessThanOrEqualTo(1);

        bucket.release();
        assertThat(eventually(catalog, "a")).isEqualTo(FIRST.value());
    }

    @Test
    void aModelInMemoryIsServedWhileStorageHangs() throws Exception {
        publish("a", FIRST);
        publish("b", FIRST);
        Catalog catalog = catalog(Duration.ofMillis(10));
        load(catalog, "a");
        bucket.hang(name -> true);

        for (int i = 0; i < 10; i++) {
            nanoTime.addAndGet(INTERVAL.toNanos());
            assertThat(catalog.find("a").version()).isEqualTo(FIRST.value());
            assertUnavailable(catalog, "b");
        }
        assertThat(bucket.waiting()).isLessThanOrEqualTo(4);
    }

    @Test
    void oneModelWhoseObjectHangsKeepsNoOtherModelWaiting() throws Exception {
        publish("a", FIRST);
        publish("b", FIRST);
        bucket.hang(name -> name.startsWith("a/"));
        Catalog catalog = catalog(Duration.ZERO);

        assertUnavailable(catalog, "a");

        assertThat(load(catalog, "b")).isEqualTo(FIRST.value());
        assertThat(catalog.served()).extracting(served -> served.name().value()).containsExactly("b");
        assertThat(catalog.isReady()).isTrue();
    }

    @Test
    void requestsForManyModelsDoNotHoldAThreadEach() throws Exception {
        Catalog catalog = catalog(Duration.ZERO);
        bucket.hang(name -> true);

        for (int i = 0; i < 300; i++) {
            assertUnavailable(catalog, "model-" + i);
        }

        assertThat(bucket.waiting()).isLessThanOrEqualTo(8);
    }

    @Test
    void anArchivedVersionIsUnavailableUntilStorageResponds() throws Exception {
        publish("a", SECOND);
        new Registry(stored).archive(new ModelName("a"), FIRST, ModelFiles.of(FIRST));
        Catalog catalog = catalog(Duration.ZERO);
        load(catalog, "a");
        bucket.hang(name -> true);

        assertThatThrownBy(() -> catalog.find("a", FIRST.value())).isInstanceOf(StorageUnavailableException.class);
        assertThat(catalog.find("a", SECOND.value()).version()).isEqualTo(SECOND.value());
    }

    @Test
    void theFirstRequestAfterAPauseIsServedByTheNewestVersion() throws Exception {
        publish("a", FIRST);
        Catalog catalog = catalog(Duration.ofSeconds(50));
        load(catalog, "a");
        publish("a", SECOND);

        assertThat(catalog.find("a").version()).isEqualTo(FIRST.value());
        nanoTime.addAndGet(INTERVAL.toNanos());

        assertThat(catalog.find("a").version()).isEqualTo(SECOND.value());
    }

    @Test
    void manyRequestsAfterAPauseLookOnceAndAreAllServedByTheNewestVersion() throws Exception {
        publish("a", FIRST);
        Catalog catalog = catalog(Duration.ofSeconds(50));
        load(catalog, "a");
        publish("a", SECOND);
        nanoTime.addAndGet(INTERVAL.toNanos());
        bucket.hang(name -> true);
        ExecutorService clients = Executors.newFixedThreadPool(20);
        try {
            List<Future<String>> versions = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                versions.add(clients.submit(() -> catalog.find("a").version()));
            }
            while (bucket.waiting() == 0) {
                Thread.onSpinWait();
            }
            bucket.release();

            for (Future<String> version : versions) {
                assertThat(version.get()).isEqualTo(SECOND.value());
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(bucket.waiting()).isZero();
    }

    @Test
    void aLookThatTakesLongerThanTheBudgetKeepsTheModel() throws Exception {
        publish("a", FIRST);
        Catalog catalog = catalog(Duration.ofMillis(10));
        load(catalog, "a");
        publish("a", SECOND);
        nanoTime.addAndGet(INTERVAL.toNanos());
        bucket.hang(name -> true);

        assertThat(catalog.find("a").version()).isEqualTo(FIRST.value());
        bucket.release();

        String version = catalog.find("a").version();
        while (!version.equals(SECOND.value())) {
            version = catalog.find("a").version();
        }
    }

    private void assertUnavailable(Catalog catalog, String name) {
        assertThatThrownBy(() -> catalog.find(name)).isInstanceOf(StorageUnavailableException.class);
    }

    /** The version of a model after its failures are forgotten. */
    private String eventually(Catalog catalog, String name) throws IOException {
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        return load(catalog, name);
    }

    /** The version of a model that a slow computer may need longer to load than a request waits. */
    private static String load(Catalog catalog, String name) throws IOException {
        while (true) {
            try {
                return catalog.find(name).version();
            } catch (StorageUnavailableException e) {
                Thread.onSpinWait();
            }
        }
    }

    private void publish(String name, Version version) throws IOException {
        TrainedModels.publish(stored, name, ModelFiles.of(version));
    }

    private Catalog catalog(Duration refreshBudget) {
        ServeSettings settings =
                new ServeSettings(INTERVAL, refreshBudget, 1000, Long.MAX_VALUE, Duration.ofMillis(20));
        ModelSource source =
                new ModelSource(new Registry(bucket), settings, Workers.start(), nanoTime::get, new Metrics());
        return new Catalog(new ServedModels(source), new ArchivedModels(source), Optional.empty());
    }
}
