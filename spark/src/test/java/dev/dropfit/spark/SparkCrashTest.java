package dev.dropfit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.job.ProcessLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver and the executors are processes, which are killed at random moments; then the run is submitted several times at once. Or the dataset is replaced
 * at a random moment, if {@code -Ddropfit.spark.replaced=10} says how often. Trees and linear models take turns. {@code -Ddropfit.spark.kills=20} kills more
 * often, {@code -Ddropfit.spark.drivers=5} submits more often.
 */
final class SparkCrashTest {
    private static final int KILLS = Integer.getInteger("dropfit.spark.kills", 1);
    private static final int DRIVERS = Integer.getInteger("dropfit.spark.drivers", 2);
    private static final int REPLACED = Integer.getInteger("dropfit.spark.replaced", 1);
    private static final int MAX_MILLIS = 12_000;
    private static final int ROWS = 20_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path home;

    private static SparkProcesses cluster;

    @BeforeAll
    static void startTheCluster() throws Exception {
        cluster = SparkProcesses.start(home);
    }

    @AfterAll
    static void endTheCluster() {
        cluster.close();
    }

    @Test
    void aRunWhoseExecutorAndDriverAreKilledIsCompletedOnceByTheNextStarts(@TempDir Path folder) throws Exception {
        Random moments = new Random(17);
        for (int kill = 0; kill < KILLS; kill++) {
            try (Runs runs = new Runs(folder.resolve("killed" + kill))) {
                runs.settings(settings(kill));
                long generation = runs.drop(Runs.csv("binary", ROWS, kill));
                Process driver = submit(runs, "killed" + kill, generation);
                Thread.sleep(moments.nextInt(MAX_MILLIS));
                // One executor, which Spark replaces, and a little later the driver, which nobody does.
                cluster.executors().stream().limit(1).forEach(ProcessHandle::destroyForcibly);
                Thread.sleep(moments.nextInt(MAX_MILLIS));
                driver.destroyForcibly().waitFor();

                List<Process> next = new ArrayList<>();
                for (int start = 0; start < DRIVERS; start++) {
                    next.add(submit(runs, "next" + kill + "." + start, generation));
                }
                for (Process start : next) {
                    assertThat(start.waitFor()).isZero();
                }
                assertThat(runs.models().names("sales/metrics/")).hasSize(1);
                assertThat(runs.models().names("sales/models/")).hasSize(2);
                assertThat(runs.models().names("sales/promotions/")).hasSize(1);
                assertThat(runs.served("model.tribuo")).isEqualTo(inOneProcess(runs, "model.tribuo"));
            }
        }
    }

    @Test
    void aDatasetThatIsReplacedWhileItIsTrainedDoesNotReplaceTheModelOfTheNewOne(@TempDir Path folder)
            throws Exception {
        Random moments = new Random(18);
        for (int replaced = 0; replaced < REPLACED; replaced++) {
            try (Runs runs = new Runs(folder.resolve("replaced" + replaced))) {
                runs.settings(settings(replaced + 1));
                Process first = submit(runs, "old" + replaced, runs.drop(Runs.csv("binary", ROWS, 100 + replaced)));
                Thread.sleep(moments.nextInt(MAX_MILLIS));
                Process second = submit(runs, "new" + replaced, runs.drop(Runs.csv("binary", ROWS, 200 + replaced)));

                assertThat(second.waitFor()).isZero();
                assertThat(first.waitFor()).isIn(0, ProcessLauncher.AGAIN);

                assertThat(runs.served("model.tribuo")).isEqualTo(inOneProcess(runs, "model.tribuo"));
            }
        }
    }

    /** What one process makes of the dataset that is there. */
    private static byte[] inOneProcess(Runs runs, String part) throws IOException {
        runs.forget();
        runs.inOneProcess();
        return runs.served(part);
    }

    private static String settings(int round) {
        return "{\"learner\": \"" + (round % 2 == 0 ? "gradient-boosting" : "logistic-regression") + "\"}";
    }

    private static Process submit(Runs runs, String name, long generation) throws IOException {
        return cluster.submit(name, runs.dataFolder(), runs.modelsFolder(), Runs.MODEL.toString(), generation);
    }
}
