package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.trainer.job.ProcessLauncher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real job in a process of its own is killed at random moments; the event comes again. {@code -Ddropfit.kills=20} kills more often. */
final class JobCrashTest {
    private static final int KILLS = Integer.getInteger("dropfit.kills", 2);
    private static final int MAX_MILLIS = 2_500;
    private static final ModelName SALES = new ModelName("sales");

    @Test
    void theRunOfAJobThatIsKilledIsCompletedByTheNextEvent(@TempDir Path folder) throws IOException {
        String dataUrl = folder.resolve("data").toUri().toString();
        String modelsUrl = folder.resolve("models").toUri().toString();
        Random moments = new Random(17);
        try (Bucket data = Buckets.open(dataUrl);
                Bucket models = Buckets.open(modelsUrl)) {
            ProcessLauncher launcher = ProcessLauncher.java(
                    TrainJob.class.getName(),
                    List.of("-XX:TieredStopAtLevel=1"),
                    Map.of("DROPFIT_DATA", dataUrl, "DROPFIT_MODELS", modelsUrl));
            TrainingRun function = new TrainingRun(
                    data,
                    new Registry(models),
                    BuildRevision.of(TrainingRun.class, Registry.class),
                    Clock.systemUTC(),
                    Retries.within(Duration.ofMinutes(3)),
                    Pulse.every(Duration.ofSeconds(5)),
                    new Place.Function(Optional.of(new Place.LargerPlace(launcher, 1, 540)), Optional.empty()));
            write(data, SALES.settings(), "{\"learner\": \"logistic-regression\"}");
            for (int kill = 0; kill < KILLS; kill++) {
                write(data, SALES.dataset(), Tables.ages(300 + kill));
                killAJobAfter(moments.nextInt(MAX_MILLIS), function);

                TrainingRun.Result result = function.run(SALES, OptionalLong.empty());

                assertThat(result).isInstanceOf(TrainingRun.Result.Ended.class);
                assertThat(((TrainingRun.Result.Ended) result).record().promoted())
                        .isTrue();
                assertThat(models.names("sales/attempts/")).isEmpty();
                assertThat(models.names("sales/metrics/")).hasSize(kill + 1);
                assertThat(models.names("sales/models/")).hasSize(kill + 2);
                assertThat(models.names("sales/promotions/")).hasSize(kill + 1);
            }
        }
    }

    /** The function waits for the process, and fails if it was killed. */
    private static void killAJobAfter(int millis, TrainingRun function) {
        CompletableFuture<Void> killer = CompletableFuture.runAsync(
                () -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly),
                CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
        try {
            function.run(SALES, OptionalLong.empty());
        } catch (IOException e) {
            assertThat(e)
                    .hasMessage("The process that trains larger datasets was killed: java ended with exit status 137");
        }
        killer.join();
    }

    private static void write(Bucket bucket, String name, String content) throws IOException {
        long present = bucket.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        bucket.write(name, content.getBytes(StandardCharsets.UTF_8), present);
    }
}
