package dev.dropfit.trainer;

import dev.dropfit.core.Environment;
import dev.dropfit.trainer.job.CloudRunLauncher;
import dev.dropfit.trainer.job.Launcher;
import dev.dropfit.trainer.job.ProcessLauncher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variables that say where the job is and when it trains.
 *
 * <ul>
 *   <li>{@code DROPFIT_JOB}: a Cloud Run job, {@code projects/…/locations/…/jobs/…}; or {@code process}, a process on this machine. Without
 *       it there is no job, and what is too large for the function is invalid.
 *   <li>{@code DROPFIT_JOB_FROM_MB}: the job trains files of this length on, in MB of 1,000,000 bytes.
 *   <li>{@code DROPFIT_JOB_FROM_SECONDS}: the job trains what takes this long or longer on one CPU, by the estimate.
 *   <li>{@code DROPFIT_JOB_MAX_SECONDS}: how long a training may take in the job, by the estimate.
 * </ul>
 */
final class JobSettings {
    /** A process on this machine. */
    private static final String PROCESS = "process";

    private static final int DEFAULT_FROM_MEGABYTES = 1_000;
    private static final long BYTES_PER_MEGABYTE = 1_000_000;
    /** Estimates are up to a third too low. */
    private static final int DEFAULT_FROM_SECONDS = 360;
    /** A day. */
    private static final int DEFAULT_MAX_SECONDS = 86_400;

    private JobSettings() {}

    /** The job of the function. */
    static Optional<Place.LargerPlace> largerPlace() {
        return Environment.find("DROPFIT_JOB")
                .map(job -> new Place.LargerPlace(
                        launcher(job),
                        BYTES_PER_MEGABYTE * Environment.number("DROPFIT_JOB_FROM_MB", DEFAULT_FROM_MEGABYTES, 0),
                        Math.min(
                                Capacity.FUNCTION_SECONDS,
                                Environment.number("DROPFIT_JOB_FROM_SECONDS", DEFAULT_FROM_SECONDS, 0))));
    }

    /** How long a training may take in the job, on one CPU. */
    static int maxSeconds() {
        return Environment.number("DROPFIT_JOB_MAX_SECONDS", DEFAULT_MAX_SECONDS, 1);
    }

    private static Launcher launcher(String job) {
        if (!job.equals(PROCESS)) {
            return new CloudRunLauncher(job);
        }
        Map<String, String> environment = new HashMap<>();
        for (String name : List.of("DROPFIT_DATA", "DROPFIT_MODELS", "DROPFIT_JOB_MAX_SECONDS")) {
            Environment.find(name).ifPresent(value -> environment.put(name, value));
        }
        return new ProcessLauncher(
                TrainJob.class.getName(),
                List.of("-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError"),
                environment);
    }
}
