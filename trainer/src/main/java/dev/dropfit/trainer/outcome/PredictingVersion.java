package dev.dropfit.trainer.outcome;

import dev.dropfit.core.live.PredictionId;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.evaluate.Scores;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A version of a model, and the labels of its predictions. Not thread-safe. */
final class PredictingVersion {
    private final Version version;
    private final Model model;
    private final RunRecord record;
    private final RowFormat format;
    private final LabelReader labels;
    private final Prediction prediction;
    private final long seed;
    private final Map<Long, Labelled> labelled = new HashMap<>();

    PredictingVersion(Version version, Model model, RunRecord record) {
        this.version = version;
        this.model = model;
        this.record = record;
        format = new RowFormat(model);
        labels = new LabelReader(model.pipeline());
        prediction = new Prediction(model);
        seed = PredictionId.seed(version.value());
    }

    RowFormat format() {
        return format;
    }

    LabelReader labels() {
        return labels;
    }

    Prediction prediction() {
        return prediction;
    }

    /** The id of the prediction of a row. */
    long id(double[] row) {
        return PredictionId.of(seed, row);
    }

    boolean hasOutputs(double[] scores) {
        return scores.length == model.outputs();
    }

    void add(Labelled row) {
        labelled.merge(row.key(), row, Labelled::and);
    }

    long contradictory() {
        return labelled.values().stream().filter(Labelled::isContradictory).count();
    }

    /** The figures of the labels; empty if there are none. */
    Optional<Outcomes.OfVersion> figures() {
        List<Labelled> rows = labelled.values().stream()
                .filter(row -> !row.isContradictory())
                .sorted(Comparator.comparingLong(Labelled::key))
                .toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        boolean classification = model.pipeline().target() instanceof Target.Classes;
        Metric metric = record.model()
                .gateMetric()
                .filter(gate -> gate.classification() == classification)
                .orElse(Metric.defaultOf(classification));
        MetricValues metrics = metrics(rows);
        MetricValues promised = record.model().holdout().metrics();
        SortedMap<LocalDate, List<Labelled>> byDay = new TreeMap<>();
        for (Labelled row : rows) {
            LocalDate day = row.day();
            if (day != null) {
                byDay.computeIfAbsent(day, unused -> new ArrayList<>()).add(row);
            }
        }
        List<Outcomes.Day> days = new ArrayList<>();
        byDay.forEach((day, ofDay) -> days.add(new Outcomes.Day(day, ofDay.size(), only(metric, metrics(ofDay)))));
        return Optional.of(new Outcomes.OfVersion(
                version,
                metric,
                rows.size(),
                metrics,
                promised,
                record.model().holdout().rows(),
                Promise.isBroken(metric, metrics, rows.size(), promised),
                days));
    }

    private MetricValues metrics(List<Labelled> rows) {
        int outputs = model.outputs();
        double[] values = new double[rows.size() * outputs];
        double[] actual = new double[rows.size()];
        for (int i = 0; i < actual.length; i++) {
            System.arraycopy(rows.get(i).scores(), 0, values, i * outputs, outputs);
            actual[i] = rows.get(i).label();
        }
        return Evaluator.evaluate(
                        Scores.of(model.pipeline(), values, actual),
                        model.pipeline().target())
                .metrics();
    }

    private static MetricValues only(Metric metric, MetricValues all) {
        Map<Metric, Interval> interval =
                all.interval(metric).map(known -> Map.of(metric, known)).orElse(Map.of());
        return new MetricValues(Map.of(metric, all.of(metric)), interval);
    }
}
