package dev.dropfit.monitor;

import com.google.cloud.functions.CloudEventsFunction;
import dev.dropfit.core.Environment;
import dev.dropfit.core.StructuredLogs;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StorageEvent;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.live.watch.LiveWatch;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.Alerts;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends alerts. A CloudEvent says that a run's record was written to the model bucket; if the run needs a person, the function sends
 * messages about it. The same happens with figures of labels that are worse than promised. An event of a schedule makes it check live traffic, where {@code DROPFIT_LIVE} names the bucket of counts. It acknowledges and ignores events about other objects, types and buckets. When storage or a destination fails for too
 * long, the function throws, and the platform delivers the event again.
 *
 * <p>{@code DROPFIT_MODELS} is the model bucket's URL; {@code docs/alerts.md} lists the variables for destinations.
 */
public final class AlertFunction implements CloudEventsFunction {
    private static final Logger LOGGER = Logger.getLogger(AlertFunction.class.getName());
    private static final Pattern RECORD = Pattern.compile("([^/]+)/metrics/([^/]+)\\.json");
    private static final Pattern OUTCOMES = Pattern.compile("([^/]+)/outcomes\\.json");

    /** The number of days of counts that are read at the same time. */
    private static final int READERS = 8;

    /** How long to retry. An event function has 9 minutes at most, and storage may take some of them. */
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(2);

    /** The type of the event that a schedule sends. */
    private static final String CHECK = "dev.dropfit.live.check";

    private final Bucket models;
    private final Alerts alerts;
    /** Empty if live traffic is not counted. */
    private final Optional<LiveWatch> live;

    /**
     * The function as Cloud Functions creates it.
     *
     * @throws IllegalStateException when a variable of the environment is missing or invalid
     */
    public AlertFunction() throws IOException {
        StructuredLogs.install();
        models = Buckets.open(Environment.require("DROPFIT_MODELS", "the model bucket's URL, like gs://name"));
        alerts = Alerts.fromEnvironment(models, Clock.systemUTC(), Retries.within(RETRY_LIMIT));
        Optional<String> url = Environment.find("DROPFIT_LIVE");
        live = url.isPresent() ? Optional.of(watch(Buckets.open(url.get()))) : Optional.empty();
    }

    private LiveWatch watch(Bucket counts) {
        return new LiveWatch(
                models,
                new LiveReports(
                        new Registry(models),
                        Optional.of(counts),
                        Executors.newFixedThreadPool(READERS),
                        Clock.systemUTC()),
                Clock.systemUTC());
    }

    @Override
    public void accept(CloudEvent event) throws IOException {
        if (event.getType().equals(CHECK)) {
            if (live.isPresent()) {
                alerts.checkLive(live.get());
            }
            return;
        }
        Optional<StorageEvent> object;
        try {
            object = StorageEvent.of(event.getType(), data(event)).filter(written -> written.isIn(models));
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.WARNING, "Event {0} is ignored: {1}", new Object[] {event.getId(), e.getMessage()});
            return;
        }
        String name = object.map(StorageEvent::name).orElse("");
        Matcher outcomes = OUTCOMES.matcher(name);
        if (outcomes.matches()) {
            Optional<ModelName> model = ModelName.parse(outcomes.group(1));
            if (model.isPresent()) {
                alerts.processOutcomes(model.get());
            }
            return;
        }
        Matcher record = RECORD.matcher(name);
        if (record.matches()) {
            Optional<ModelName> model = ModelName.parse(record.group(1));
            Optional<Version> version = Version.parse(record.group(2));
            if (model.isPresent() && version.isPresent()) {
                alerts.process(model.get(), version.get());
            }
        }
    }

    private static byte @Nullable [] data(CloudEvent event) {
        return event.getData() == null ? null : event.getData().toBytes();
    }
}
