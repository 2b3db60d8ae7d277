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
        // The submitter sets all else.
        SparkConf settings = new SparkConf().setAppName("dropfit " + String.join(" ", arguments));
        try (JavaSparkContext context = new JavaSparkContext(settings)) {
            status = TrainJob.run(arguments, new SparkCluster(context));
        }
        System.exit(status);
    }
}
