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

    /** How an executor's heap begins. By default a JVM uses 1/64 of the machine's memory before it frees any of it. */
    private static final String SMALL_HEAP = "-Xms32m";

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
        try (JavaSparkContext context = new JavaSparkContext(settings(new SparkConf(), arguments))) {
            status = TrainJob.run(arguments, new SparkCluster(context));
        }
        System.exit(status);
    }

    /** The submitter's settings, with a name, and with a small first heap of the executors. An {@code -Xms} of the submitter comes later, so it decides. */
    static SparkConf settings(SparkConf submitted, String... arguments) {
        String options = SMALL_HEAP + " " + submitted.get(EXECUTOR_OPTIONS, "");
        return submitted.setAppName("dropfit " + String.join(" ", arguments)).set(EXECUTOR_OPTIONS, options.strip());
    }
}
