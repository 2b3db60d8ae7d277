package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Task;
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

    /** Reads a summary; empty if it does not name its version. */
    static Optional<RunSummary> read(JsonFields json) {
        RunRecord fields = RunRecordJson.read(json);
        return Version.parse(fields.origin().version()).map(version -> of(version, fields));
    }

    /** A record that has only the fields of the summary. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("version", version.value());
        json.addProperty("verdict", verdict.text());
        json.add("reasons", JsonFields.strings(reasons));
        task.ifPresent(known -> json.addProperty("task", known.text()));
        JsonFields.addText(json, "learner", learner);
        gateMetric.ifPresent(metric -> json.addProperty("gate_metric", metric.text()));
        threshold.ifPresent(value -> json.addProperty("gate_threshold", value));
        EvaluationJson.addMetrics(json, metrics);
        if (!champion.equals(MetricValues.NONE)) {
            json.add("champion", EvaluationJson.metrics(champion));
        }
        if (!baseline.equals(MetricValues.NONE)) {
            json.add("baseline", EvaluationJson.metrics(baseline));
        }
        rows.ifPresent(count -> {
            JsonObject dataset = new JsonObject();
            dataset.addProperty("rows", count);
            json.add("dataset", dataset);
        });
        JsonFields.addFinite(json, "elapsed", elapsed);
        return json;
    }

    /** The summary of a run whose record can't be read. */
    public static RunSummary unreadable(Version version, String why) {
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
