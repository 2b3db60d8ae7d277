package dev.dropfit.spark;

import dev.dropfit.core.StructuredLogs;
import dev.dropfit.trainer.TrainJob;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The entry point for {@code spark-submit} and for batches of Managed Service for Apache Spark: trains a generation of a dataset as the job does. Arguments,
 * exit status and environment variables are those of {@link TrainJob}.
 */
public final class SparkJob {
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

    /**
     * An executor's heap begins small and stays near what it holds. By default a JVM uses 1/64 of the machine's memory before it frees any of it, and
     * keeps 40 % of its heap free.
     */
    private static final String SMALL_HEAP = "-Xms32m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20";

    private SparkJob() {}

    /**
     * Runs the job and ends the process.
     *
     * @param arguments the model, and the generation of its dataset
     */
    public static void main(String[] arguments) {
        StructuredLogs.install();
        TrainJob.endWithParent();
        int status;
        SparkConf settings = settings(new SparkConf(), arguments);
        try (SparkCluster cluster = new SparkCluster(() -> new JavaSparkContext(settings))) {
            status = TrainJob.run(arguments, cluster);
        }
        System.exit(status);
    }

    /** The submitter's settings, with a name, and with a small heap of the executors. What the submitter says of the heap comes later, so it decides. */
    static SparkConf settings(SparkConf submitted, String... arguments) {
        String options = SMALL_HEAP + " " + submitted.get(EXECUTOR_OPTIONS, "");
        return submitted.setAppName("dropfit " + String.join(" ", arguments)).set(EXECUTOR_OPTIONS, options.strip());
    }
}
