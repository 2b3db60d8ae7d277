package dev.dropfit.trainer.job;

import dev.dropfit.core.bucket.TransientException;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;

/** Starts the job that trains what is too large for the function. Thread-safe. */
public interface Launcher {
    /**
     * Starts an execution of the job.
     *
     * @param generation of the dataset
     * @throws LaunchRefusedException when the job can't be started, now or later
     * @throws TransientException when it may be started later
     */
    Execution launch(ModelName model, long generation) throws IOException, LaunchRefusedException;

    /**
     * Whether an execution is known to have ended.
     *
     * @param execution its name
     */
    boolean hasEnded(String execution);

    /** An execution that was started. */
    interface Execution {
        /** Its name, for a person. */
        String name();

        /**
         * Waits until it has ended, if this process is responsible for it. If a service is, this returns at once: the service starts an
         * execution again that failed.
         *
         * @throws IOException when it failed, and may succeed if it is started again
         * @throws LaunchRefusedException when it failed for another reason. If it has not begun the run, another try would not help
         */
        void await() throws IOException, LaunchRefusedException;
    }
}
