package dev.dropfit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.trainer.TrainJob;
import dev.dropfit.trainer.TrainingRun;
import dev.dropfit.trainer.cluster.RowFiles;
import dev.dropfit.trainer.cluster.RowSource;
import dev.dropfit.trainer.cluster.SampledTable;
import dev.dropfit.trainer.read.FileScan;
import dev.dropfit.trainer.read.HeapBudget;
import dev.dropfit.trainer.read.LineIndex;
import dev.dropfit.trainer.read.TableBuilder;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.ValueSettings;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
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

        int status = train(generation, new SparkCluster(() -> context));

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

            assertThat(train(generation, new SparkCluster(() -> context, parts)))
                    .isZero();

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

        int status = train(generation, new SparkCluster(() -> context));

        assertThat(status).isZero();
        assertThat(runs.served("model.tribuo")).isEqualTo(trees);
        assertThat(runs.served("pipeline.json")).isEqualTo(pipeline);
    }

    @Test
    void executorsReadTheSameSampleInAnyNumberOfRanges() throws Exception {
        runs.drop(Runs.csv("binary", ROWS, 4));

        Table expected = sample(1);

        assertThat(expected.rows()).isBetween(ROWS / 5, ROWS * 3 / 10);
        assertThat(expected.rowsOfFile()).isEqualTo(ROWS);
        for (int ranges : new int[] {2, 7}) {
            Table table = sample(ranges);
            assertThat(table.lines()).as("%s ranges", ranges).isEqualTo(expected.lines());
            assertThat(table.shares().toArray(char[][]::new))
                    .isDeepEqualTo(expected.shares().toArray(char[][]::new));
            assertThat(table.anomalies()).isEqualTo(expected.anomalies());
        }
    }

    /** A quarter of the rows. */
    private Table sample(int ranges) throws Exception {
        try (Bucket data = Buckets.open(runs.dataFolder().toUri().toString())) {
            CurrentDataset stored = CurrentDataset.find(data, Runs.MODEL).orElseThrow();
            byte[] csv;
            try (StoredObject content = stored.open(data).orElseThrow()) {
                csv = content.readAllBytes();
            }
            LineIndex index = new LineIndex();
            index.add(csv, 0, csv.length);
            FileScan scan = FileScan.of(new ByteArrayInputStream(csv), "");
            RowFiles files = RowFiles.of(stored, new ByteArrayInputStream(csv));
            RowSource source = RowSource.of(data, stored, files, "", scan.lines());
            return new SampledTable(source, scan, index, csv.length, ranges)
                    .read(
                            new SparkCluster(() -> context),
                            Settings.NONE,
                            0.25,
                            TableBuilder.ofSample(
                                    LabelRule.NONE, ValueSettings.NONE, csv.length, 0, HeapBudget.Fitting.NONE));
        }
    }

    private static int train(long generation, SparkCluster executors) {
        return TrainJob.run(new String[] {Runs.MODEL.toString(), String.valueOf(generation)}, executors);
    }
}
