package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.CountingBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelDeletion;
import dev.dropfit.core.registry.ModelFiles;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
        models = new ServedModels(new ModelSource(
                new Registry(bucket),
                ServeSettings.of(Duration.ofSeconds(10), MOST),
                new Workers(Runnable::run, background::add),
                nanoTime::get,
                metrics));
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
    void aNewModelIsReadInTheBackground() throws IOException {
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
    void aDeletedModelIsKnownAndNeitherListedNorExpected() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        TrainedModels.publish(bucket, "other", FIRST);
        new ModelDeletion(new Registry(bucket), Clock.systemUTC(), Retries.within(Duration.ZERO)).delete(FLAT, 7, "me");

        assertThat(models.isDeleted(FLAT)).isTrue();
        assertThat(models.isExpected(FLAT)).isFalse();
        assertThat(models.isDeleted(new ModelName("other"))).isFalse();
        assertThat(models.names()).containsExactly(new ModelName("other"));
    }

    @Test
    void aModelThatHasHadNoRunIsNotExpectedWhileOthersAreKnown() throws IOException {
        ModelName unknown = new ModelName("unknown");
        assertThat(models.isExpected(unknown)).isTrue();
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        TrainedModels.publish(bucket, "flat", FIRST);

        for (int i = 0; i < 2; i++) {
            assertThat(models.isExpected(unknown)).isFalse();
        }
        bucket.down(true);
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(models.isExpected(unknown)).isFalse();
    }

    @Test
    void aModelInMemoryIsListedUntilItIsDeleted() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        models.find(FLAT);
        assertThat(models.names()).containsExactly(FLAT);

        new ModelDeletion(new Registry(bucket), Clock.systemUTC(), Retries.within(Duration.ZERO)).delete(FLAT, 7, "me");
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        models.names();
        runBackground();

        assertThat(models.names()).isEmpty();
    }

    @Test
    void aModelThatHasNotChangedIsNotReadAgain() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        assertThat(models.find(FLAT)).isPresent();
        bucket.reads();
        bucket.looks();
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(models.find(FLAT)).isPresent();
        runBackground();

        assertThat(bucket.looks()).isPositive();
        assertThat(bucket.reads()).isZero();
    }

    @Test
    void aModelThatWasNeverReadNeedsStorage() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        bucket.down(true);

        assertThatThrownBy(() -> models.find(FLAT)).isInstanceOf(IOException.class);
        bucket.reads();
        bucket.down(false);
        assertThatThrownBy(() -> models.find(FLAT)).isInstanceOf(IOException.class);
        assertThat(bucket.reads()).isZero();
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
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
    void requestsForModelsThatDoNotExistDoNotAllReachStorage() throws IOException {
        for (int i = 0; i < 100; i++) {
            assertThat(models.find(FLAT)).isEmpty();
        }

        assertThat(bucket.reads()).isEqualTo(1);
        TrainedModels.publish(bucket, "flat", FIRST);
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(models.find(FLAT)).isPresent();
    }

    @Test
    void aDamagedFirstModelIsReadAndLoggedOnce() throws IOException {
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
    void theModelThatWasUsedLeastRecentlyIsUnloaded() throws IOException {
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
    void aFirstModelThatManyRequestsNeedIsReadOnce() throws Exception {
        TrainedModels.publish(bucket, "flat", FIRST);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Optional<ServedModel>>> requests = Collections.nCopies(8, () -> models.find(FLAT));
            for (Future<Optional<ServedModel>> response : clients.invokeAll(requests)) {
                assertThat(response.get()).isPresent();
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

    @Test
    void theDefaultModelIsLoadedAhead() throws IOException {
        TrainedModels.publish(bucket, "a", FIRST);
        TrainedModels.publish(bucket, "b", FIRST);

        models.preload(Optional.of(new ModelName("b")));
        runBackground();

        assertThat(models.loaded()).extracting(served -> served.name().value()).containsExactly("b");
    }

    @Test
    void noneOfSeveralModelsIsLoadedAheadWithoutADefault() throws IOException {
        TrainedModels.publish(bucket, "a", FIRST);
        TrainedModels.publish(bucket, "b", FIRST);

        models.preload(Optional.empty());
        runBackground();

        assertThat(models.loaded()).isEmpty();
    }

    @Test
    void aModelThatArrivesAfterPreloadingIsServedAtOnce() throws IOException {
        models.preload(Optional.of(FLAT));
        runBackground();

        TrainedModels.publish(bucket, "flat", FIRST);

        assertThat(models.find(FLAT)).isPresent();
    }

    @Test
    void preloadingFromStorageThatFailsFailsNothing() throws IOException {
        bucket.down(true);

        models.preload(Optional.of(FLAT));
        runBackground();

        bucket.down(false);
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        TrainedModels.publish(bucket, "flat", FIRST);
        assertThat(models.find(FLAT)).isPresent();
    }

    @Test
    void aModelThatDoesNotPredictIsNotServed() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        String before = version();

        TrainedModels.publish(
                bucket, "flat", ModelFiles.thatPredictsInfinity(new Version("20261122T084159Z-00000000")));
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        version();
        runBackground();

        assertThat(version()).isEqualTo(before);
        assertThat(metrics.text(List.of()))
                .contains(
                        "dropfit_reloads_total{model=\"flat\",result=\"loaded\"} 1\n",
                        "dropfit_reloads_total{model=\"flat\",result=\"refused\"} 1\n");
    }

    @Test
    void aFirstModelThatDoesNotPredictIsRefusedWithTheReason() throws IOException {
        TrainedModels.publish(
                bucket, "flat", ModelFiles.thatPredictsInfinity(new Version("20261122T084159Z-00000000")));

        assertThatThrownBy(() -> models.find(FLAT))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("its first prediction is not a finite number");
        assertThat(models.inMemory(FLAT)).isEmpty();
        assertThat(models.loaded()).isEmpty();
    }

    @Test
    void anOutageIsLoggedWhenItBeginsAndWhenItComesAgain() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        version();
        List<String> logged = new ArrayList<>();
        Logger logger = Logger.getLogger(ModelSlot.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            for (boolean down : List.of(true, true, true, false, true)) {
                bucket.down(down);
                nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
                version();
                runBackground();
            }
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(logged).hasSize(2).allMatch(message -> message.contains("looking at latest failed"));
        assertThat(metrics.text(List.of())).contains("dropfit_reloads_total{model=\"flat\",result=\"failed\"} 4\n");
    }

    @Test
    void anUnloadedModelIsCounted() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            TrainedModels.publish(bucket, name, FIRST);
            nanoTime.incrementAndGet();
            models.find(new ModelName(name));
        }

        assertThat(metrics.text(List.of())).contains("dropfit_reloads_total{model=\"a\",result=\"unloaded\"} 1\n");
    }

    @Test
    void theNamesThatAreRememberedAsMissingAreBounded() throws IOException {
        for (int i = 0; i < 1000; i++) {
            models.find(new ModelName("missing-" + i));
        }
        bucket.reads();
        models.find(new ModelName("missing-0"));
        assertThat(bucket.reads()).isZero();

        models.find(new ModelName("missing-1000"));
        bucket.reads();
        models.find(new ModelName("missing-0"));

        assertThat(bucket.reads()).isOne();
    }

    @Test
    void theNamesOfModelsAreReadAgainInTheBackgroundOnceAnInterval() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        models.names();
        record("other");

        assertThat(models.names()).containsExactly(FLAT);
        assertThat(background).isEmpty();
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(models.names()).containsExactly(FLAT);
        models.names();
        assertThat(background).hasSize(1);
        runBackground();

        assertThat(models.names()).containsExactly(FLAT, new ModelName("other"));
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        models.names();
        assertThat(background).hasSize(1);
    }

    @Test
    void aModelInMemoryKeepsItsNameWhenItsObjectsAreGone() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        version();

        bucket.delete(
                "flat/models/latest.zip",
                bucket.find("flat/models/latest.zip").orElseThrow().generation());

        assertThat(models.names()).containsExactly(FLAT);
        assertThat(version()).isNotEmpty();
    }

    @Test
    void aModelIsExpectedWhenItHasHadARunOrNoModelHasHadOne() throws IOException {
        assertThat(models.isExpected(FLAT)).isTrue();

        record("other");
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(models.isExpected(FLAT)).isFalse();
        assertThat(models.isExpected(new ModelName("other"))).isTrue();
    }

    @Test
    void whatIsExpectedIsReadOnceASecondAtMost() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        bucket.looks();
        models.isExpected(FLAT);
        int looks = bucket.looks();

        for (int i = 0; i < 100; i++) {
            models.isExpected(FLAT);
        }
        assertThat(bucket.looks()).isZero();
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        models.isExpected(FLAT);

        assertThat(bucket.looks()).isEqualTo(looks);
    }

    @Test
    void namesThatWereNeverReadNeedStorage() {
        bucket.down(true);

        assertThatThrownBy(() -> models.names()).isInstanceOf(IOException.class);
    }

    @Test
    void thereIsRoomForAsManyModelsAsTheLimit() throws IOException {
        record("a");
        record("b");
        assertThat(models.hasRoomForAll()).isTrue();

        record("c");
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        models.names();
        runBackground();

        assertThat(models.hasRoomForAll()).isFalse();
    }

    @Test
    void namesWithoutAModelUnloadNoModel() throws IOException {
        for (String name : List.of("a", "b")) {
            TrainedModels.publish(bucket, name, FIRST);
            models.find(new ModelName(name));
        }

        for (String name : List.of("x", "y", "z")) {
            nanoTime.incrementAndGet();
            assertThat(models.find(new ModelName(name))).isEmpty();
        }

        assertThat(models.loaded()).extracting(served -> served.name().value()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void theFirstModelIsListedWithinASecond() throws IOException {
        assertThat(models.names()).isEmpty();

        TrainedModels.publish(bucket, "flat", FIRST);
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(models.names()).containsExactly(FLAT);
    }

    @Test
    void namesAreSorted() throws IOException {
        TrainedModels.publish(bucket, "b", FIRST);
        models.find(new ModelName("b"));
        TrainedModels.publish(bucket, "a", FIRST);
        bucket.delete(
                "b/models/latest.zip",
                bucket.find("b/models/latest.zip").orElseThrow().generation());

        assertThat(models.names()).extracting(ModelName::value).containsExactly("a", "b");
    }

    private void record(String name) throws IOException {
        new Registry(bucket)
                .record(
                        new ModelName(name),
                        new Version("20261122T084159Z-00000000"),
                        RunRecord.read(new JsonObject()));
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
