package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.CountingBucket;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServedModelsTest {
    private static final byte[] FIRST = TrainedModels.quantity("01");
    private static final byte[] SECOND = TrainedModels.quantity("02");
    private static final int MOST = 2;
    private static final ModelName FLAT = new ModelName("flat");

    @TempDir
    private Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<Runnable> background = new ArrayList<>();
    private CountingBucket bucket;
    private final Metrics metrics = new Metrics();
    private ServedModels models;

    @BeforeEach
    void openTheRegistry() throws IOException {
        bucket = new CountingBucket(Buckets.open(folder.toUri().toString()));
        models = new ServedModels(
                new Registry(bucket), Duration.ofSeconds(10), MOST, nanoTime::get, background::add, metrics);
    }

    @Test
    void latestIsLookedAtOnceAnInterval() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        models.find(FLAT);
        bucket.looks();

        for (int i = 0; i < 100; i++) {
            models.find(FLAT);
        }
        assertThat(background).isEmpty();
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        for (int i = 0; i < 100; i++) {
            models.find(FLAT);
        }

        assertThat(background).hasSize(1);
        assertThat(bucket.looks()).isZero();
        runBackground();
        assertThat(bucket.looks()).isEqualTo(1);
    }

    @Test
    void aNewModelIsTakenBesideTheRequests() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        String before = version();
        TrainedModels.publish(bucket, "flat", SECOND);
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());

        String during = version();
        runBackground();

        assertThat(during).isEqualTo(before);
        assertThat(version()).isGreaterThan(before);
    }

    @Test
    void anOutageChangesNothingThatIsServed() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        String before = version();
        TrainedModels.publish(bucket, "flat", SECOND);
        bucket.down(true);

        for (int i = 0; i < 5; i++) {
            nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(version()).isEqualTo(before);
            runBackground();
        }
        bucket.down(false);
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        version();
        runBackground();

        assertThat(version()).isGreaterThan(before);
    }

    @Test
    void aModelThatWasNeverReadNeedsStorage() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        bucket.down(true);

        assertThatThrownBy(() -> models.find(FLAT)).isInstanceOf(IOException.class);
        bucket.down(false);
        assertThat(models.find(FLAT)).isPresent();
    }

    @Test
    void aDamagedModelIsReadOnceOnly() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        String before = version();
        TrainedModels.publish(bucket, "flat", new byte[] {1, 2, 3});

        for (int i = 0; i < 5; i++) {
            nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(version()).isEqualTo(before);
            runBackground();
        }

        assertThat(bucket.reads()).isEqualTo(2);
    }

    @Test
    void askingForModelsThatDoNotExistIsNotAskingStorageEveryTime() throws IOException {
        for (int i = 0; i < 100; i++) {
            assertThat(models.find(FLAT)).isEmpty();
        }

        assertThat(bucket.reads()).isEqualTo(1);
        TrainedModels.publish(bucket, "flat", FIRST);
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(models.find(FLAT)).isPresent();
    }

    @Test
    void aDamagedFirstModelIsReadAndToldOfOnce() throws IOException {
        TrainedModels.publish(bucket, "flat", new byte[] {1, 2, 3});

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> models.find(FLAT)).isInstanceOf(InvalidModelException.class);
            nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        }

        assertThat(bucket.reads()).isEqualTo(1);
        assertThat(metrics.text(List.of())).contains("dropfit_reloads_total{model=\"flat\",result=\"refused\"} 1\n");
        TrainedModels.publish(bucket, "flat", FIRST);
        assertThat(models.find(FLAT)).isPresent();
    }

    @Test
    void theModelThatWasAskedForLeastRecentlyMakesRoom() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            TrainedModels.publish(bucket, name, FIRST);
        }

        for (String name : List.of("a", "b", "a", "c")) {
            nanoTime.incrementAndGet();
            models.find(new ModelName(name));
        }

        assertThat(models.loaded()).extracting(served -> served.name().value()).containsExactlyInAnyOrder("a", "c");
        assertThat(models.find(new ModelName("b"))).isPresent();
        assertThat(models.loaded()).hasSize(MOST);
    }

    @Test
    void aFirstModelThatManyAskForIsReadOnce() throws Exception {
        TrainedModels.publish(bucket, "flat", FIRST);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Optional<ServedModel>>> requests = Collections.nCopies(8, () -> models.find(FLAT));
            for (Future<Optional<ServedModel>> answer : clients.invokeAll(requests)) {
                assertThat(answer.get()).isPresent();
            }
        } finally {
            clients.shutdownNow();
        }

        assertThat(bucket.reads()).isEqualTo(1);
    }

    @Test
    void theNamesOfModelsOutliveStorage() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        assertThat(models.names()).containsExactly(FLAT);
        bucket.down(true);

        for (int i = 0; i < 5; i++) {
            nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(models.names()).containsExactly(FLAT);
            assertThat(models.isExpected(FLAT)).isTrue();
            runBackground();
        }
    }

    @Test
    void theOnlyModelIsLoadedAhead() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);

        models.preload(Optional.empty());
        assertThat(models.loaded()).isEmpty();
        runBackground();

        assertThat(models.loaded()).hasSize(1);
    }

    private String version() throws IOException {
        return models.find(FLAT).orElseThrow().version();
    }

    private void runBackground() {
        List<Runnable> tasks = List.copyOf(background);
        background.clear();
        tasks.forEach(Runnable::run);
    }
}
