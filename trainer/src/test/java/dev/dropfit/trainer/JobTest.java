package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.bucket.TransientException;
import dev.dropfit.core.registry.Attempts;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.job.LaunchRefusedException;
import dev.dropfit.trainer.job.Launcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function that hands over what is too large for it, with a job in the same process. */
final class JobTest {
    private static final ModelName SALES = new ModelName("sales");
    private static final long NO_LIMIT = Long.MAX_VALUE;

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-26T12:00:00Z"));
    private final List<Long> launches = Collections.synchronizedList(new ArrayList<>());
    private boolean ended;
    private Bucket data;
    private Bucket models;

    @BeforeEach
    void openTheBuckets() throws IOException {
        data = new DirectoryBucket(folder.resolve("data"), clock);
        models = new DirectoryBucket(folder.resolve("models"), clock);
        write(SALES.settings(), "{\"learner\": \"logistic-regression\"}");
        drop(1);
    }

    @Test
    void aDatasetOfTheLimitIsTrainedByTheJobAndItsRecordSaysSo() throws IOException {
        long length = data.find(SALES.dataset()).orElseThrow().size();

        TrainingRun.Result.Ended run = ended(function(this::job, length, 540));

        assertThat(run.record().verdict().text()).isEqualTo("promoted");
        assertThat(run.record().place().orElseThrow().tier()).isEqualTo("job");
        assertThat(run.record().place().orElseThrow().cpus())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(run.record().toJson().getAsJsonObject("place").keySet()).containsExactly("tier", "cpus", "heap_mb");
        assertThat(launches).hasSize(1);
        assertThat(models.names("sales/attempts/")).isEmpty();
    }

    @Test
    void aSmallerDatasetIsTrainedByTheFunction() throws IOException {
        long length = data.find(SALES.dataset()).orElseThrow().size();

        TrainingRun.Result.Ended run = ended(function(this::job, length + 1, 540));

        assertThat(run.record().place().orElseThrow().tier()).isEqualTo("function");
        assertThat(launches).isEmpty();
    }

    @Test
    void aDatasetThatWouldTakeTooLongIsHandedOverAfterItWasRead() throws IOException {
        TrainingRun.Result.Ended run = ended(function(this::job, NO_LIMIT, 1));

        assertThat(run.record().place().orElseThrow().tier()).isEqualTo("job");
        assertThat(launches).hasSize(1);
    }

    @Test
    void aDatasetOfTheSecondLimitIsTrainedBySpark() throws IOException {
        long length = data.find(SALES.dataset()).orElseThrow().size();
        Start unused = (model, generation) -> {
            throw new AssertionError("the job is too small");
        };

        TrainingRun.Result.Ended there = ended(function(unused, 1, Optional.of(this::job), length));
        TrainingRun.Result.Ended here = ended(function(this::job, 1, Optional.of(unused), length + 1));

        assertThat(there.record().promoted()).isTrue();
        assertThat(here.version()).isEqualTo(there.version());
        assertThat(launches).hasSize(1);
    }

    @Test
    void withoutAJobSparkTrainsWhatIsTooLargeForTheFunction() throws IOException {
        Place place = new Place.Function(
                Optional.empty(), Optional.of(new Place.LargerPlace(launcher(this::job), NO_LIMIT, 1)));

        assertThat(ended(runs(place).run(SALES, OptionalLong.empty())).record().promoted())
                .isTrue();
        assertThat(launches).hasSize(1);
    }

    @Test
    void functionAndJobMakeTheSameBytes() throws IOException {
        TrainingRun.Result.Ended job = ended(function(this::job, 1, 540));
        byte[] archived = archive(job.version());
        for (ObjectInfo object : models.list("")) {
            models.delete(object.name(), object.generation());
        }

        TrainingRun.Result.Ended function = ended(function(this::job, NO_LIMIT, 540));

        assertThat(function.version()).isEqualTo(job.version());
        assertThat(archive(function.version())).isEqualTo(archived);
    }

    @Test
    void aJobThatCantBeStartedMakesTheRunInvalidAndSaysWhy() throws IOException {
        Start refusing = (model, generation) -> {
            throw new LaunchRefusedException("there is no job x; ./deploy.sh creates it");
        };

        TrainingRun.Result.Ended run = ended(function(refusing, 1, 540));

        assertThat(run.record().verdict().text()).isEqualTo("invalid");
        assertThat(run.record().reasons())
                .containsExactly(
                        "The dataset is too large for the function, and the job that trains larger ones can't be"
                                + " started: there is no job x; ./deploy.sh creates it. Then run 'dropfit retrain sales'");
        assertThat(models.names("sales/attempts/")).isEmpty();
    }

    @Test
    void aJobThatEndsBeforeItBeginsMakesTheRunInvalidAndSaysWhy() throws IOException {
        Start failing = (model, generation) -> execution(() -> {
            throw new LaunchRefusedException("spark-submit ended with exit status 1: Could not parse Master URL: 'x'");
        });

        TrainingRun.Result.Ended run = ended(function(failing, 1, 540));

        assertThat(run.record().reasons())
                .containsExactly(
                        "The dataset is too large for the function, and the job that trains larger ones can't be"
                                + " started: spark-submit ended with exit status 1: Could not parse Master URL: 'x'."
                                + " Then run 'dropfit retrain sales'");
        assertThat(models.names("sales/attempts/")).isEmpty();
    }

    @Test
    void aJobThatFailsAfterItHasBegunIsStartedAgain() throws IOException {
        Start failing = (model, generation) -> execution(() -> {
            new Attempts(new Registry(models), clock).begin(SALES, version(), "the job", "");
            throw new LaunchRefusedException("java ended with exit status 1");
        });

        assertThatThrownBy(() -> function(failing, 1, 540))
                .isInstanceOf(IOException.class)
                .hasMessage("The job failed: java ended with exit status 1");
        assertThat(models.names("sales/metrics/")).isEmpty();
    }

    @Test
    void aJobThatFailsAfterItsRunHasEndedChangesNothing() throws IOException {
        Start failing = (model, generation) -> execution(() -> {
            runs(new Place.Job(3_600)).run(model, OptionalLong.of(generation));
            throw new LaunchRefusedException("spark-submit ended with exit status 1");
        });

        assertThat(ended(function(failing, 1, 540)).record().promoted()).isTrue();
        assertThat(models.names("sales/attempts/")).isEmpty();
    }

    @Test
    void aFaultLeavesNoClaimSoThatTheNextEventStartsTheJob() throws IOException {
        Start failing = (model, generation) -> {
            throw new StorageUnavailableException("Cloud Run responds with status 503", new IOException());
        };

        assertThatThrownBy(() -> function(failing, 1, 540))
                .isInstanceOf(TransientException.class)
                .hasMessage("Cloud Run responds with status 503");
        assertThat(models.names("sales/attempts/")).isEmpty();
        assertThat(ended(function(this::job, 1, 540)).record().promoted()).isTrue();
    }

    @Test
    void whileTheJobWorksAnotherEventDoesNothing() throws IOException {
        function(this::acceptedJob, 1, 540);
        Version version = version();
        new Attempts(new Registry(models), clock).begin(SALES, version, "the job", "");

        TrainingRun.Result second = function(this::acceptedJob, 1, 540);

        assertThat(second)
                .isEqualTo(new TrainingRun.Result.Skipped("the dataset is large; it is trained by execution 1"));
        assertThat(launches).hasSize(1);
    }

    @Test
    void beforeTheJobHasReportedAnotherEventIsDeliveredAgain() throws IOException {
        function(this::acceptedJob, 1, 540);

        assertThatThrownBy(() -> function(this::acceptedJob, 1, 540)).isInstanceOf(RunUnderWayException.class);
        assertThat(launches).hasSize(1);
    }

    @Test
    void aJobThatNeverReportsIsStartedAgain() throws IOException {
        function(this::acceptedJob, 1, 540);
        clock.advance(Duration.ofMinutes(3));

        assertThat(ended(function(this::job, 1, 540)).record().promoted()).isTrue();
        assertThat(launches).hasSize(2);
    }

    @Test
    void aJobThatIsKnownToHaveEndedIsStartedAgainAtOnce() throws IOException {
        function(this::acceptedJob, 1, 540);
        ended = true;

        assertThat(ended(function(this::job, 1, 540)).record().promoted()).isTrue();
        assertThat(launches).hasSize(2);
    }

    @Test
    void theClaimOfAFunctionThatEndedIsTakenOver() throws IOException {
        Start killed = (model, generation) -> {
            throw new IllegalStateException("the process ends");
        };
        assertThatThrownBy(() -> function(killed, 1, 540)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> function(this::job, 1, 540)).isInstanceOf(RunUnderWayException.class);
        clock.advance(Duration.ofMinutes(3));

        assertThat(ended(function(this::job, 1, 540)).record().promoted()).isTrue();
    }

    @Test
    void aDatasetThatIsReplacedWhileTheJobWaitsIsNotTrained() throws IOException {
        Start late = (model, generation) -> {
            drop(2);
            return job(model, generation);
        };

        TrainingRun.Result first = function(late, 1, 540);

        assertThat(first).isInstanceOf(TrainingRun.Result.Skipped.class);
        assertThat(models.names("sales/models/")).isEmpty();
        TrainingRun.Result.Ended second = ended(function(this::job, 1, 540));
        assertThat(second.record().promoted()).isTrue();
        assertThat(models.names("sales/attempts/")).isEmpty();
    }

    @Test
    void fiveEventsAtOnceStartOneJobAndPromoteOnce() throws Exception {
        List<Callable<Optional<TrainingRun.Result>>> starts = Collections.nCopies(5, () -> {
            try {
                return Optional.of(function(this::job, 1, 540));
            } catch (IOException e) {
                // Its event is delivered again.
                return Optional.empty();
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            for (Future<Optional<TrainingRun.Result>> start : threads.invokeAll(starts)) {
                start.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(launches).hasSize(1);
        assertThat(models.names("sales/models/")).hasSize(2);
        assertThat(models.names("sales/metrics/")).hasSize(1);
        assertThat(models.names("sales/promotions/")).hasSize(1);
    }

    @Test
    void fiveJobsAtOnceMakeOneArchiveAndOnePromotion() throws Exception {
        long generation = data.find(SALES.dataset()).orElseThrow().generation();
        List<Callable<Optional<TrainingRun.Result>>> starts = Collections.nCopies(5, () -> {
            try {
                return Optional.of(runs(new Place.Job(3_600)).run(SALES, OptionalLong.of(generation)));
            } catch (IOException e) {
                // Its event is delivered again.
                return Optional.empty();
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            for (Future<Optional<TrainingRun.Result>> start : threads.invokeAll(starts)) {
                start.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(models.names("sales/models/")).hasSize(2);
        assertThat(models.names("sales/metrics/")).hasSize(1);
        assertThat(models.names("sales/promotions/")).hasSize(1);
    }

    /** A service that takes the execution, which does nothing yet. */
    private Launcher.Execution acceptedJob(ModelName model, long generation) {
        launches.add(generation);
        return execution(() -> {});
    }

    /** A job that runs where the function waits for it. */
    private Launcher.Execution job(ModelName model, long generation) {
        launches.add(generation);
        return execution(() -> runs(new Place.Job(3_600)).run(model, OptionalLong.of(generation)));
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, LaunchRefusedException;
    }

    private Launcher.Execution execution(Work work) {
        String name = "execution " + launches.size();
        return new Launcher.Execution() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void await() throws IOException, LaunchRefusedException {
                work.run();
            }
        };
    }

    @FunctionalInterface
    private interface Start {
        Launcher.Execution launch(ModelName model, long generation) throws IOException, LaunchRefusedException;
    }

    private Launcher launcher(Start start) {
        return new Launcher() {
            @Override
            public Execution launch(ModelName model, long generation) throws IOException, LaunchRefusedException {
                return start.launch(model, generation);
            }

            @Override
            public boolean hasEnded(String execution) {
                return ended;
            }
        };
    }

    private TrainingRun.Result function(Start job, long fromBytes, int fromSeconds) throws IOException {
        Place place = new Place.Function(
                Optional.of(new Place.LargerPlace(launcher(job), fromBytes, fromSeconds)), Optional.empty());
        return runs(place).run(SALES, OptionalLong.empty());
    }

    private TrainingRun.Result function(Start job, long fromBytes, Optional<Start> spark, long sparkFromBytes)
            throws IOException {
        return runs(new Place.Function(
                        Optional.of(new Place.LargerPlace(launcher(job), fromBytes, 540)),
                        spark.map(start -> new Place.LargerPlace(launcher(start), sparkFromBytes, 540))))
                .run(SALES, OptionalLong.empty());
    }

    private TrainingRun runs(Place place) {
        return new TrainingRun(
                data,
                new Registry(models),
                "revision",
                clock,
                Retries.within(Duration.ZERO),
                Pulse.every(Duration.ofSeconds(5)),
                place);
    }

    private Version version() throws IOException {
        return RunInputs.of(data, SALES, CurrentDataset.find(data, SALES).orElseThrow(), "revision")
                .run()
                .version();
    }

    private byte[] archive(Version version) throws IOException {
        try (var object = models.read("sales/models/" + version + ".zip").orElseThrow()) {
            return object.readAllBytes();
        }
    }

    private static TrainingRun.Result.Ended ended(TrainingRun.Result result) {
        assertThat(result).isInstanceOf(TrainingRun.Result.Ended.class);
        return (TrainingRun.Result.Ended) result;
    }

    private void drop(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("age,target\n");
        for (int i = 0; i < 400; i++) {
            int age = random.nextInt(20, 80);
            csv.append(age)
                    .append(',')
                    .append(age + random.nextInt(-9, 10) > 50 ? "yes" : "no")
                    .append('\n');
        }
        write(SALES.dataset(), csv.toString());
    }

    private void write(String name, String content) throws IOException {
        long present = data.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        data.write(name, content.getBytes(StandardCharsets.UTF_8), present);
    }
}
