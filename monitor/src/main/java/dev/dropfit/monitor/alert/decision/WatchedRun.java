package dev.dropfit.monitor.alert.decision;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Champion;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A run that has ended, with its model. */
public record WatchedRun(ModelName model, Version version, RunRecord record) {
    private static final Logger LOGGER = Logger.getLogger(WatchedRun.class.getName());

    /** Reads a run; empty when it has no record, or a damaged one, which a retry would not repair. */
    public static Optional<WatchedRun> read(Registry registry, ModelName model, Version version) throws IOException {
        Optional<RunRecord> record = registry.readRecord(model, version);
        if (record.filter(read -> read.verdict() == Verdict.UNREADABLE).isPresent()) {
            LOGGER.log(Level.WARNING, "{0}", record.get().reasons().get(0));
            return Optional.empty();
        }
        return record.map(read -> new WatchedRun(model, version, read));
    }

    public boolean promoted() {
        return record.promoted();
    }

    /** The metric that the gate judged by; empty for a run without a model. */
    public Optional<Metric> gateMetric() {
        return record.model().gateMetric();
    }

    /** A metric of the new model on the holdout; NaN when it was not measured. */
    public double metric(Metric metric) {
        return record.metric(metric);
    }

    /** The version that was served before; empty when there was none, or none that could be read. */
    public Optional<Version> previous() {
        return record.champion().flatMap(Champion::parsedVersion);
    }

    /** A metric of the previous model on the same rows; NaN when it was not measured. */
    public double previousMetric(Metric metric) {
        return record.championMetrics().of(metric);
    }
}
