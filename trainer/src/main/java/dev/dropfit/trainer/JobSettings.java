package dev.dropfit.trainer;

import dev.dropfit.core.Environment;
import dev.dropfit.trainer.job.CloudRunLauncher;
import dev.dropfit.trainer.job.Launcher;
import dev.dropfit.trainer.job.ProcessLauncher;
import dev.dropfit.trainer.job.SparkBatch;
import dev.dropfit.trainer.job.SparkBatchLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment variables that say where larger places are and when they train.
 *
 * <ul>
 *   <li>{@code DROPFIT_JOB}: a Cloud Run job, {@code projects/…/locations/…/jobs/…}; or {@code process}, a process on this machine. Without
 *       it there is no job, and what is too large for the function is invalid.
 *   <li>{@code DROPFIT_JOB_FROM_MB}: the job trains files of this length on, in MB of 1,000,000 bytes.
 *   <li>{@code DROPFIT_JOB_FROM_SECONDS}: the job trains what takes this long or longer on one CPU, by the estimate.
 *   <li>{@code DROPFIT_JOB_MAX_SECONDS}: how long a training may take in the job or on Spark, by the estimate.
 *   <li>{@code DROPFIT_SPARK}: where batches of Spark run, {@code projects/…/locations/…}; or {@code process}, {@code spark-submit} on this
 *       machine. Without it there is no Spark.
 *   <li>{@code DROPFIT_SPARK_JAR}: where {@code spark-job.jar} is.
 *   <li>{@code DROPFIT_SPARK_ACCOUNT}: the service account of batches.
 *   <li>{@code DROPFIT_SPARK_FROM_MB}: Spark trains files of this length on, in MB of 1,000,000 bytes.
 * </ul>
 */
final class JobSettings {
    /** A process on this machine. */
    private static final String PROCESS = "process";

    private static final int DEFAULT_FROM_MEGABYTES = 1_000;
    /** What the largest job holds in memory, about. */
    private static final int DEFAULT_SPARK_MEGABYTES = 20_000;

    private static final long BYTES_PER_MEGABYTE = 1_000_000;
    /** Estimates are up to a third too low. */
    private static final int DEFAULT_FROM_SECONDS = 360;
    /** A day. */
    private static final int DEFAULT_MAX_SECONDS = 86_400;

    private JobSettings() {}

    /** The larger places of the function. */
    static Place.Function function() {
        int fromSeconds = Math.min(
                Capacity.FUNCTION_SECONDS, Environment.number("DROPFIT_JOB_FROM_SECONDS", DEFAULT_FROM_SECONDS, 0));
        return new Place.Function(
                Environment.find("DROPFIT_JOB")
                        .map(job -> new Place.LargerPlace(
                                job(job), bytes("DROPFIT_JOB_FROM_MB", DEFAULT_FROM_MEGABYTES), fromSeconds)),
                Environment.find("DROPFIT_SPARK")
                        .map(spark -> new Place.LargerPlace(
                                spark(spark), bytes("DROPFIT_SPARK_FROM_MB", DEFAULT_SPARK_MEGABYTES), fromSeconds)));
    }

    private static long bytes(String name, int megabytes) {
        return BYTES_PER_MEGABYTE * Environment.number(name, megabytes, 0);
    }

    /** How long a training may take in the job, on one CPU. */
    static int maxSeconds() {
        return Environment.number("DROPFIT_JOB_MAX_SECONDS", DEFAULT_MAX_SECONDS, 1);
    }

    private static Launcher job(String job) {
        return job.equals(PROCESS)
                ? ProcessLauncher.java(
                        TrainJob.class.getName(),
                        List.of("-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError"),
                        environment())
                : new CloudRunLauncher(job);
    }

    private static Launcher spark(String spark) {
        String jar = Environment.require("DROPFIT_SPARK_JAR", "the place of spark-job.jar");
        if (spark.equals(PROCESS)) {
            String home = Environment.require("SPARK_HOME", "the folder of an installation of Spark");
            Path submit = Path.of(home, "bin", "spark-submit");
            if (!Files.isExecutable(submit)) {
                throw new IllegalStateException(
                        "There is no program " + submit + ". Set SPARK_HOME to the folder of an installation of Spark");
            }
            return ProcessLauncher.spark(submit.toString(), jar, environment());
        }
        String account = Environment.require("DROPFIT_SPARK_ACCOUNT", "the service account of batches of Spark");
        return new SparkBatchLauncher(new SparkBatch(spark, jar, account, maxSeconds()), environment());
    }

    /** The variables of the process that trains. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (String name : List.of("DROPFIT_DATA", "DROPFIT_MODELS", "DROPFIT_JOB_MAX_SECONDS")) {
            Environment.find(name).ifPresent(value -> environment.put(name, value));
        }
        return environment;
    }
}
