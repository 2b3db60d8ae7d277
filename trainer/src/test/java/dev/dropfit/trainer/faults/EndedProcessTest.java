package dev.dropfit.trainer.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset that ends the trainer's process is given up after three starts; nothing else is. */
final class EndedProcessTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final int OUT_OF_MEMORY = 3;

    @TempDir
    Path folder;

    private String data;
    private String models;

    @BeforeEach
    void dropADataset() throws IOException {
        data = folder.resolve("data").toUri().toString();
        models = folder.resolve("models").toUri().toString();
        StringBuilder csv = new StringBuilder("age,target\n");
        for (int i = 0; i < 300; i++) {
            csv.append(i % 60).append(',').append(i % 60 > 30 ? 1 : 0).append('\n');
        }
        try (Bucket bucket = Buckets.open(data)) {
            bucket.write(HEART.dataset(), csv.toString().getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
            bucket.write(
                    HEART.settings(),
                    "{\"learner\": \"logistic-regression\"}".getBytes(StandardCharsets.UTF_8),
                    Bucket.ABSENT);
        }
    }

    @Test
    void afterThreeProcessesThatRanOutOfMemoryTheRunIsInvalid() throws Exception {
        for (int process = 0; process < 3; process++) {
            assertThat(trainInAProcess("memory")).isEqualTo(OUT_OF_MEMORY);
            assertThat(names("heart/metrics/")).isEmpty();
        }

        TrainingRun.Result.Ended ended = (TrainingRun.Result.Ended) run(Buckets.open(data), Pulse.NONE);

        assertThat(ended.record().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(ended.record().reasons()).singleElement().asString().contains("ended the process three times");
        assertThat(names("heart/metrics/")).hasSize(1);
        assertThat(names("heart/attempts/")).isEmpty();
        assertThat(run(Buckets.open(data), Pulse.NONE)).isEqualTo(ended);
    }

    @Test
    void afterTwoProcessesThatWereKilledTheRunIsDone() throws Exception {
        assertThat(trainInAProcess("halt")).isEqualTo(137);
        assertThat(trainInAProcess("memory")).isEqualTo(OUT_OF_MEMORY);

        TrainingRun.Result.Ended ended = (TrainingRun.Result.Ended) run(Buckets.open(data), Pulse.NONE);

        assertThat(ended.record().verdict()).isEqualTo(Verdict.PROMOTED);
        assertThat(names("heart/attempts/")).isEmpty();
    }

    @Test
    void aFaultOfStorageDoesNotCount() throws Exception {
        for (int event = 0; event < 5; event++) {
            assertThatThrownBy(() -> run(endingIn(() -> new StorageUnavailableException("a fault")), Pulse.NONE))
                    .isInstanceOf(StorageUnavailableException.class);
        }

        TrainingRun.Result.Ended ended = (TrainingRun.Result.Ended) run(Buckets.open(data), Pulse.NONE);
        assertThat(ended.record().verdict()).isEqualTo(Verdict.PROMOTED);
    }

    @Test
    void aFailureOfOurOwnCodeCounts() throws Exception {
        for (int event = 0; event < 3; event++) {
            assertThatThrownBy(() -> run(
                            endingIn(() -> {
                                throw new IllegalStateException("a mistake");
                            }),
                            Pulse.NONE))
                    .isInstanceOf(IllegalStateException.class);
        }

        TrainingRun.Result.Ended ended = (TrainingRun.Result.Ended) run(Buckets.open(data), Pulse.NONE);
        assertThat(ended.record().verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void startsThatAreAliveAreNoReasonToGiveUp() throws Exception {
        CountDownLatch reading = new CountDownLatch(3);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        Pulse pulse = Pulse.every(Duration.ofMillis(300));
        try {
            List<Future<TrainingRun.Result>> slow = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Bucket waiting = endingIn(() -> {
                    reading.countDown();
                    goOn.await();
                    return null;
                });
                slow.add(threads.submit(() -> run(waiting, Buckets.open(models), pulse, Duration.ofMinutes(1))));
            }
            reading.await();

            assertThatThrownBy(() -> run(Buckets.open(data), pulse))
                    .hasMessageContaining("still working on the run heart");

            goOn.countDown();
            for (Future<TrainingRun.Result> one : slow) {
                assertThat(((TrainingRun.Result.Ended) one.get()).record().verdict())
                        .isEqualTo(Verdict.PROMOTED);
            }
            assertThat(names("heart/attempts/")).isEmpty();
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
    }

    private List<String> names(String prefix) throws IOException {
        try (Bucket bucket = Buckets.open(models)) {
            return bucket.names(prefix);
        }
    }

    private TrainingRun.Result run(Bucket bucket, Pulse pulse) throws IOException {
        return run(bucket, Buckets.open(models), pulse, Duration.ZERO);
    }

    private static TrainingRun.Result run(Bucket data, Bucket models, Pulse pulse, Duration patience)
            throws IOException {
        return new TrainingRun(
                        data, new Registry(models), "revision", Clock.systemUTC(), Retries.within(patience), pulse)
                .run(HEART, OptionalLong.empty());
    }

    /** What happens before the first byte of the dataset is read. */
    private interface Fate {
        @Nullable
        IOException befalls() throws InterruptedException;
    }

    private Bucket endingIn(Fate fate) throws IOException {
        return new Doomed(Buckets.open(data), fate);
    }

    /** Reads of a generation, which only the dataset has, meet their fate. */
    private static final class Doomed extends ForwardingBucket {
        private final Fate fate;

        Doomed(Bucket bucket, Fate fate) {
            super(bucket);
            this.fate = fate;
        }

        @Override
        protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
            return call.run();
        }

        @Override
        public Optional<StoredObject> read(String name, long generation) throws IOException {
            Optional<StoredObject> stored = super.read(name, generation);
            return stored.map(object -> new StoredObject(object.info(), new InputStream() {
                private boolean met;

                @Override
                public int read() throws IOException {
                    meet();
                    return object.content().read();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    meet();
                    return object.content().read(buffer, offset, length);
                }

                private void meet() throws IOException {
                    if (!met) {
                        met = true;
                        try {
                            @Nullable IOException fault = fate.befalls();
                            if (fault != null) {
                                throw fault;
                            }
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                }
            }));
        }
    }

    private int trainInAProcess(String fate) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx32m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Trainer.class.getName(),
                        data,
                        models,
                        fate)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start()
                .waitFor();
    }

    /** A process with a dataset that ends it. */
    static final class Trainer {
        private Trainer() {}

        public static void main(String[] arguments) throws IOException {
            Fate fate = () -> {
                if (arguments[2].equals("halt")) {
                    Runtime.getRuntime().halt(137);
                }
                return new IOException("can't be: " + new long[1 << 28].length);
            };
            run(
                    new Doomed(Buckets.open(arguments[0]), fate),
                    Buckets.open(arguments[1]),
                    Pulse.every(Duration.ofSeconds(1)),
                    Duration.ZERO);
        }
    }
}
