package dev.dropfit.trainer.job;

import java.util.regex.Pattern;

/**
 * Where batches of Spark run, and what they run.
 *
 * @param location {@code projects/…/locations/…}
 * @param jar the URL of {@code spark-job.jar}, {@code gs://…}. Other code has another URL
 * @param account the service account of its processes
 * @param maxSeconds how long a batch may take
 */
public record SparkBatch(String location, String jar, String account, int maxSeconds) {
    private static final Pattern LOCATION = Pattern.compile("projects/[a-z0-9][a-z0-9:.-]*/locations/[a-z0-9-]+");

    /** @throws IllegalArgumentException when the location has another form */
    public SparkBatch {
        if (!LOCATION.matcher(location).matches()) {
            throw new IllegalArgumentException("DROPFIT_SPARK is '" + location
                    + "'; accepted are process, and a location like projects/my-project/locations/us-central1");
        }
    }
}
