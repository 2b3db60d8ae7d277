package dev.dropfit.trainer;

import dev.dropfit.core.registry.ModelName;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the function and the job have in common. The job has no classes of the framework, so this is not in the function. */
final class DeployedRun {
    /** After this no run is started again: an event function has 9 minutes at most, and a run may take some of them. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How often a run reports that it is alive. */
    static final Duration BEAT = Duration.ofSeconds(5);

    private static final Logger LOGGER = Logger.getLogger(DeployedRun.class.getName());

    private DeployedRun() {}

    /** Logs how a start of a run ended. */
    static void log(ModelName model, TrainingRun.Result result) {
        if (result instanceof TrainingRun.Result.Ended ended) {
            LOGGER.log(Level.INFO, "{0} {1}: {2}: {3}", new Object[] {
                model,
                ended.version(),
                ended.record().verdict().text(),
                String.join("; ", ended.record().reasons())
            });
        } else if (result instanceof TrainingRun.Result.Skipped skipped) {
            Level level = skipped.isMistake() ? Level.WARNING : Level.INFO;
            LOGGER.log(level, "{0}: nothing to do: {1}", new Object[] {model, skipped.why()});
        }
    }
}
