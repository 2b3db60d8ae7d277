package dev.dropfit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.TrainJob;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trains on a cluster of processes; this process is the driver. */
final class SparkTrainingTest {
    private static final int ROWS = 30_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path home;

    private static SparkProcesses cluster;
    private static JavaSparkContext context;

    @TempDir
    private Path folder;

    private Runs runs;

    @BeforeAll
    static void startTheCluster() throws Exception {
        cluster = SparkProcesses.start(home);
        SparkConf settings = new SparkConf().setAppName("tests");
        cluster.settings().forEach(settings::set);
        context = new JavaSparkContext(settings);
    }

    @AfterAll
    static void endTheCluster() {
        context.close();
        cluster.close();
    }

    @BeforeEach
    void openTheBuckets() throws IOException {
        runs = new Runs(folder);
        System.setProperty("DROPFIT_DATA", runs.dataFolder().toUri().toString());
        System.setProperty("DROPFIT_MODELS", runs.modelsFolder().toUri().toString());
    }

    @AfterEach
    void closeTheBuckets() {
        System.clearProperty("DROPFIT_DATA");
        System.clearProperty("DROPFIT_MODELS");
        runs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "several", "number"})
    void executorsMakeTheSameBytesAsOneProcess(String task) throws IOException {
        runs.settings("{\"learner\": \"" + (task.equals("number") ? "linear" : "logistic") + "-regression\"}");
        long generation = runs.drop(Runs.csv(task, ROWS, 1));
        assertThat(runs.inOneProcess()).isInstanceOf(TrainingRun.Result.Ended.class);
        byte[] weights = runs.served("model.tribuo");
        byte[] pipeline = runs.served("pipeline.json");
        runs.forget();

        int status = train(generation, new SparkCluster(context));

        assertThat(status).isZero();
        assertThat(runs.served("model.tribuo")).isEqualTo(weights);
        assertThat(runs.served("pipeline.json")).isEqualTo(pipeline);
    }

    @Test
    void theNumberOfPartsDoesNotMatter() throws IOException {
        runs.settings("{\"learner\": \"logistic-regression\"}");
        long generation = runs.drop(Runs.csv("binary", ROWS, 2));
        runs.inOneProcess();
        byte[] expected = runs.served("model.tribuo");
        for (int parts : new int[] {1, 2, 7, 64}) {
            runs.forget();

            assertThat(train(generation, new SparkCluster(context, parts))).isZero();

            assertThat(runs.served("model.tribuo")).as("%s parts", parts).isEqualTo(expected);
        }
    }

    @Test
    void executorsBoostToTheSameBytesAsOneProcess() throws IOException {
        runs.settings("{\"learner\": \"gradient-boosting\"}");
        long generation = runs.drop(Runs.csv("binary", 5_000, 3));
        runs.inOneProcess();
        byte[] trees = runs.served("model.tribuo");
        byte[] pipeline = runs.served("pipeline.json");
        runs.forget();

        int status = train(generation, new SparkCluster(context));

        assertThat(status).isZero();
        assertThat(runs.served("model.tribuo")).isEqualTo(trees);
        assertThat(runs.served("pipeline.json")).isEqualTo(pipeline);
    }

    private static int train(long generation, SparkCluster executors) {
        return TrainJob.run(new String[] {Runs.MODEL.toString(), String.valueOf(generation)}, executors);
    }
}
