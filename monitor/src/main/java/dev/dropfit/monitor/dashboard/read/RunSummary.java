package dev.dropfit.monitor.dashboard.read;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.MetricValues;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The part of a run's record that lists and charts show, small enough to keep many in memory.
 *
 * @param reasons the first ones, truncated
 * @param task empty when the run produced no model
 * @param champion the previous model's metrics; none when there was no previous model, or it could not be evaluated
 * @param rows of the dataset; empty when it could not be read
 * @param elapsed in seconds; NaN when it is not known
 */
public record RunSummary(
        Version version,
        Verdict verdict,
        List<String> reasons,
        Optional<Task> task,
        String learner,
        Optional<Metric> gateMetric,
        OptionalDouble threshold,
        MetricValues metrics,
        MetricValues champion,
        MetricValues baseline,
        OptionalLong rows,
        double elapsed) {
    private static final int MAX_REASONS = 8;
    private static final int MAX_REASON = 400;

    public RunSummary {
        reasons = List.copyOf(reasons);
    }

    public static RunSummary of(Version version, RunRecord record) {
        return new RunSummary(
                version,
                record.verdict(),
                record.reasons().stream()
                        .limit(MAX_REASONS)
                        .map(reason -> Text.truncate(reason, MAX_REASON))
                        .toList(),
                record.model().task(),
                record.model().learner(),
                record.model().gateMetric(),
                record.model().gateThreshold(),
                record.model().holdout().metrics(),
                record.championMetrics(),
                record.baselineMetrics(),
                record.dataset().rows(),
                record.elapsed());
    }

    /** The summary of a run whose record can't be read. */
    static RunSummary unreadable(Version version, String why) {
        return of(version, RunRecord.unreadable(version, why));
    }

    /** Whether the gate accepted the new model. */
    public boolean promoted() {
        return verdict == Verdict.PROMOTED;
    }

    /** Whether the run produced a model. */
    public boolean trained() {
        return task.isPresent();
    }

    /** A metric on the holdout; NaN when it was not measured. */
    public double metric(Metric metric) {
        return metrics.of(metric);
    }
}
