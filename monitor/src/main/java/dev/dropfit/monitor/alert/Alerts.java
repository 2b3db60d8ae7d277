package dev.dropfit.monitor.alert;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.live.watch.LiveAlert;
import dev.dropfit.core.live.watch.LiveWatch;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.decision.Decision;
import dev.dropfit.monitor.alert.decision.Folder;
import dev.dropfit.monitor.alert.decision.Ledger;
import dev.dropfit.monitor.alert.decision.Rules;
import dev.dropfit.monitor.alert.decision.WatchedRun;
import dev.dropfit.monitor.alert.delivery.Deliveries;
import dev.dropfit.monitor.alert.delivery.Destination;
import dev.dropfit.monitor.alert.delivery.Destinations;
import dev.dropfit.monitor.alert.message.Alert;
import dev.dropfit.monitor.alert.message.Story;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends alerts about runs that need a person. Thread-safe, and safe between processes. */
public final class Alerts {
    private static final Logger LOGGER = Logger.getLogger(Alerts.class.getName());

    private final Registry registry;
    private final Ledger ledger;
    private final Story story;
    private final Deliveries deliveries;
    private final Retries retries;

    /**
     * @param models the model bucket; it is written to under {@code _alerts/} only
     * @param dashboard the dashboard's URL, without a trailing slash
     * @param retries how long to retry when storage or a destination fails
     */
    public Alerts(
            Bucket models, List<Destination> destinations, Optional<String> dashboard, Clock clock, Retries retries) {
        Folder folder = new Folder(models);
        this.registry = new Registry(models);
        this.ledger = new Ledger(folder, clock);
        this.story = new Story(registry, dashboard, clock);
        this.deliveries = new Deliveries(folder, destinations, clock, retries);
        this.retries = retries;
    }

    /**
     * Alerts with the destinations that the environment names.
     *
     * @param models the model bucket; it is written to under {@code _alerts/} only
     * @param retries how long to retry when storage or a destination fails
     * @throws IllegalStateException when the environment names no destination, or an invalid one
     */
    public static Alerts fromEnvironment(Bucket models, Clock clock, Retries retries) {
        return new Alerts(
                models, Destinations.fromEnvironment(), Destinations.dashboardFromEnvironment(), clock, retries);
    }

    /**
     * Sends an alert about a run that has ended, if it needs one. Destinations that already have the alert do not get it again.
     *
     * @throws IOException when storage or a destination fails for too long; then call this again
     */
    public void process(ModelName model, Version version) throws IOException {
        Optional<Alert> alert = retries.run(() -> prepared(model, version));
        if (alert.isPresent()) {
            deliveries.deliver(alert.get());
        }
    }

    /**
     * Checks the live traffic of all models, if no check of this hour has, and sends alerts about what changed. A model that can't be checked
     * does not hold up the others.
     *
     * @param watch checks
     * @throws IOException when storage or a destination fails for too long; then call this again
     */
    public void checkLive(LiveWatch watch) throws IOException {
        IOException failure = null;
        for (ModelName model : retries.run(registry::models)) {
            try {
                for (LiveAlert alert : retries.run(() -> changed(watch, model))) {
                    deliveries.deliver(story.of(model, alert));
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The live traffic of {0} is not checked: {1}", new Object[] {
                    model, e.getMessage()
                });
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Sends an alert if the labels say that the served version predicts worse than promised: once for each version.
     *
     * @throws IOException when storage or a destination fails for too long; then call this again
     */
    public void processOutcomes(ModelName model) throws IOException {
        Optional<Alert> alert = retries.run(() -> {
            Optional<Version> served = Latest.read(registry, model).version();
            Optional<Outcomes> outcomes = registry.readOutcomes(model).outcomes();
            return served.flatMap(version -> outcomes.flatMap(known -> known.of(version)))
                    .filter(Outcomes.OfVersion::below)
                    .map(version -> story.of(model, version));
        });
        if (alert.isPresent()) {
            deliveries.deliver(alert.get());
        }
    }

    private List<LiveAlert> changed(LiveWatch watch, ModelName model) throws IOException {
        Optional<Version> served = Latest.read(registry, model).version();
        return served.isPresent() ? watch.check(model, served.get()) : List.of();
    }

    private Optional<Alert> prepared(ModelName model, Version version) throws IOException {
        Optional<WatchedRun> found = WatchedRun.read(registry, model, version);
        if (found.isEmpty()) {
            LOGGER.log(
                    Level.WARNING, "{0} {1} has no readable record; no alert is sent", new Object[] {model, version});
            return Optional.empty();
        }
        WatchedRun run = found.get();
        Rules rules = Rules.of(run);
        double reference =
                rules.metric().isPresent() ? reference(run, rules.metric().get()) : Double.NaN;
        Decision decision = ledger.decide(run, rules, reference);
        LOGGER.log(Level.INFO, "{0} {1}: {2}{3}", new Object[] {
            model,
            version,
            decision.kind().text(),
            decision.kind().problem() && !decision.alerted() ? ", suppressed by the cooldown" : ""
        });
        return decision.alerted() ? Optional.of(story.of(run, rules, reference, decision)) : Optional.empty();
    }

    /**
     * The value that a metric dropped from, if it dropped: the better of the last promoted run's when it was promoted and that of its model
     * on the holdout rows of this run. The former detects changed data, the latter a worse model.
     */
    private double reference(WatchedRun run, Metric metric) throws IOException {
        double now = run.previousMetric(metric);
        double then = run.previous().isPresent()
                ? WatchedRun.read(registry, run.model(), run.previous().get())
                        .map(previous -> previous.metric(metric))
                        .orElse(Double.NaN)
                : Double.NaN;
        return Double.isNaN(then) || metric.gain(now, then) > 0 ? now : then;
    }
}
