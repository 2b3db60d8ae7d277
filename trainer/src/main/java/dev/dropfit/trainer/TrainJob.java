package dev.dropfit.trainer;

import dev.dropfit.core.Environment;
import dev.dropfit.core.StructuredLogs;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.trainer.cluster.Cluster;
import dev.dropfit.trainer.job.ProcessLauncher;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The job's entry point: trains a generation of a dataset as the function does, with the memory and time of the job, and publishes through
 * the same registry. Its exit status is 0 if the run has ended or there is nothing to do, {@link ProcessLauncher#AGAIN} if it is to be
 * started again, and 2 for wrong arguments.
 *
 * <p>{@code DROPFIT_DATA} and {@code DROPFIT_MODELS} say where the buckets are.
 */
public final class TrainJob {
    private static final Logger LOGGER = Logger.getLogger(TrainJob.class.getName());
    private static final int WRONG_USAGE = 2;

    private TrainJob() {}

    /**
     * Runs the job and ends the process.
     *
     * @param arguments the model, and the generation of its dataset
     */
    public static void main(String[] arguments) {
        StructuredLogs.install();
        endWithParent();
        System.exit(run(arguments, new Place.Job(JobSettings.maxSeconds())));
    }

    /**
     * Runs the job with a cluster that fits the models.
     *
     * @return the exit status
     */
    public static int run(String[] arguments, Cluster cluster) {
        return run(arguments, new Place.Driver(JobSettings.maxSeconds(), cluster));
    }

    private static int run(String[] arguments, Place place) {
        Optional<ModelName> model = arguments.length == 2 ? ModelName.parse(arguments[0]) : Optional.empty();
        if (model.isEmpty() || !arguments[1].matches("[0-9]{1,18}")) {
            LOGGER.log(
                    Level.SEVERE,
                    "The job was started with the arguments ''{0}''; accepted are a model and a generation of its"
                            + " dataset",
                    String.join(" ", arguments));
            return WRONG_USAGE;
        }
        try (Bucket data = Buckets.open(Environment.require("DROPFIT_DATA", "the data bucket's URL, like gs://name"));
                Bucket models =
                        Buckets.open(Environment.require("DROPFIT_MODELS", "the model bucket's URL, like gs://name"))) {
            TrainingRun runs = new TrainingRun(
                    data,
                    new Registry(models),
                    BuildRevision.of(TrainingRun.class, Registry.class),
                    Clock.systemUTC(),
                    Retries.within(DeployedRun.PATIENCE),
                    Pulse.every(
                            DeployedRun.BEAT,
                            Duration.ofSeconds(place.capacity().seconds())),
                    place);
            DeployedRun.log(model.get(), runs.run(model.get(), OptionalLong.of(Long.parseLong(arguments[1]))));
            return 0;
        } catch (IOException e) {
            LOGGER.log(Level.SEVERE, "The run did not end; it is to be started again", e);
            return ProcessLauncher.AGAIN;
        }
    }

    private static void endWith(ProcessHandle parent) {
        CompletableFuture<Void> unused =
                parent.onExit().thenRun(() -> Runtime.getRuntime().halt(ProcessLauncher.AGAIN));
    }

    /** A process that a function on this machine has started ends with it: nobody else would start it again. */
    public static void endWithParent() {
        long parent = Long.getLong(ProcessLauncher.PARENT, 0);
        if (parent != 0) {
            ProcessHandle.of(parent)
                    .ifPresentOrElse(
                            TrainJob::endWith, () -> Runtime.getRuntime().halt(ProcessLauncher.AGAIN));
        }
    }
}
