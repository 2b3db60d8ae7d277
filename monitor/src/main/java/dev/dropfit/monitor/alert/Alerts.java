package dev.dropfit.monitor.alert;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.decision.Decision;
import dev.dropfit.monitor.alert.decision.Folder;
import dev.dropfit.monitor.alert.decision.Ledger;
import dev.dropfit.monitor.alert.decision.Rules;
import dev.dropfit.monitor.alert.decision.Run;
import dev.dropfit.monitor.alert.decision.Runs;
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

/** Tells people of runs that need them. Thread-safe, and safe between processes. */
public final class Alerts {
    private static final Logger LOGGER = Logger.getLogger(Alerts.class.getName());

    private final Runs runs;
    private final Ledger ledger;
    private final Story story;
    private final Deliveries deliveries;
    private final Retries retries;

    /**
     * @param models the model bucket; it is written to under {@code _alerts/} only
     * @param dashboard the dashboard's URL, without a slash at its end
     * @param retries how long to put up with storage and destinations that fail
     */
    public Alerts(
            Bucket models, List<Destination> destinations, Optional<String> dashboard, Clock clock, Retries retries) {
        Folder folder = new Folder(models);
        Registry registry = new Registry(models);
        this.runs = new Runs(registry);
        this.ledger = new Ledger(folder, clock);
        this.story = new Story(registry, runs, dashboard, clock);
        this.deliveries = new Deliveries(folder, destinations, clock, retries);
        this.retries = retries;
    }

    /**
     * Alerts to where the environment says.
     *
     * @param models the model bucket; it is written to under {@code _alerts/} only
     * @param retries how long to put up with storage and destinations that fail
     * @throws IllegalStateException when the environment names no destination, or one that is none
     */
    public static Alerts fromEnvironment(Bucket models, Clock clock, Retries retries) {
        return new Alerts(
                models, Destinations.fromEnvironment(), Destinations.dashboardFromEnvironment(), clock, retries);
    }

    /**
     * Tells of a run that has ended, if there is something to tell, and if it has not been told yet.
     *
     * @throws IOException when storage or a destination fails for too long; doing it again is due, and tells only where it was not told
     */
    public void tell(ModelName model, Version version) throws IOException {
        Optional<Alert> alert = retries.run(() -> prepared(model, version));
        if (alert.isPresent()) {
            deliveries.deliver(alert.get());
        }
    }

    private Optional<Alert> prepared(ModelName model, Version version) throws IOException {
        Optional<Run> found = runs.read(model, version);
        if (found.isEmpty()) {
            LOGGER.log(
                    Level.WARNING, "{0} {1}: there is no record that could be told of", new Object[] {model, version});
            return Optional.empty();
        }
        Run run = found.get();
        Rules rules = Rules.of(run);
        double reference =
                rules.metric().isPresent() ? reference(run, rules.metric().get()) : Double.NaN;
        Decision decision = ledger.decide(run, rules, reference);
        LOGGER.log(Level.INFO, "{0} {1}: {2}{3}", new Object[] {
            model, version, decision.kind().text(), decision.kind().problem() && !decision.told() ? ", told lately" : ""
        });
        return decision.told() ? Optional.of(story.of(run, rules, reference, decision)) : Optional.empty();
    }

    /**
     * What a metric fell from, if it fell: what the last promoted run had when it was promoted, or what its model has on the rows of this
     * run, whichever is better. The former tells of data that changed, the latter of a model that did.
     */
    private double reference(Run run, Metric metric) throws IOException {
        double now = run.championsFigure(metric);
        double then = run.champion().isPresent()
                ? runs.read(run.model(), run.champion().get())
                        .map(champion -> champion.figure(metric))
                        .orElse(Double.NaN)
                : Double.NaN;
        return Double.isNaN(then) || metric.gain(now, then) > 0 ? now : then;
    }
}
