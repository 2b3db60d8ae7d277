package dev.dropfit.trainer;

import com.google.cloud.functions.CloudEventsFunction;
import dev.dropfit.core.Environment;
import dev.dropfit.core.StructuredLogs;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StorageEvent;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trainer's entry point: a CloudEvent about an object in the data bucket starts a run of its model. Events about other objects, types
 * and buckets are ignored, with success. When storage fails the function throws, and the event is delivered again.
 *
 * <p>{@code DROPFIT_DATA} and {@code DROPFIT_MODELS} say where the buckets are.
 */
public final class TrainFunction implements CloudEventsFunction {
    private static final Logger LOGGER = Logger.getLogger(TrainFunction.class.getName());
    private static final Pattern OBJECT = Pattern.compile("([^/]+)/(dataset\\.csv(\\.gz)?|dropfit\\.json)");

    /** After this no run is started again: an event function has 9 minutes at most, and a run may take some of them. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How often a run reports that it is alive. */
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final Bucket data;
    private final TrainingRun runs;

    /** The function as Cloud Functions makes it. */
    public TrainFunction() throws IOException {
        this(
                Buckets.open(Environment.require("DROPFIT_DATA", "the data bucket's URL, like gs://name")),
                Buckets.open(Environment.require("DROPFIT_MODELS", "the model bucket's URL, like gs://name")));
    }

    private TrainFunction(Bucket data, Bucket models) {
        StructuredLogs.install();
        this.data = data;
        this.runs = new TrainingRun(
                data,
                new Registry(models),
                BuildRevision.of(TrainFunction.class, Registry.class),
                Clock.systemUTC(),
                Retries.within(PATIENCE),
                Pulse.every(BEAT));
    }

    @Override
    public void accept(CloudEvent event) throws IOException {
        Optional<StorageEvent> object;
        try {
            object = StorageEvent.of(event.getType(), data(event)).filter(written -> written.isIn(data));
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.WARNING, "Event {0} is ignored: {1}", new Object[] {event.getId(), e.getMessage()});
            return;
        }
        Optional<ModelName> model = object.flatMap(written -> model(written.name()));
        if (model.isPresent()) {
            String name = object.get().name();
            OptionalLong generation =
                    model.get().isDataset(name) ? OptionalLong.of(object.get().generation()) : OptionalLong.empty();
            log(model.get(), runs.run(model.get(), generation));
            return;
        }
        object.flatMap(written -> MisplacedUpload.advice(written.name()))
                .ifPresent(advice -> LOGGER.log(Level.WARNING, "{0}", advice));
    }

    private static byte @Nullable [] data(CloudEvent event) {
        return event.getData() == null ? null : event.getData().toBytes();
    }

    private static Optional<ModelName> model(String objectName) {
        Matcher matcher = OBJECT.matcher(objectName);
        return matcher.matches() ? ModelName.parse(matcher.group(1)) : Optional.empty();
    }

    private static void log(ModelName model, TrainingRun.Result result) {
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
