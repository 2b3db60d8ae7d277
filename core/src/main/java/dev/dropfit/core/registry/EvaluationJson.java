package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.CalibrationBin;
import dev.dropfit.core.registry.facts.ClassCurve;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.Costs;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.core.registry.facts.RocPoint;
import dev.dropfit.core.registry.facts.SliceFacts;
import dev.dropfit.core.registry.facts.ThresholdCounts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON of the figures of a model on its holdout, a part of a run's record. */
final class EvaluationJson {
    /** Ends the key of the interval of a figure. */
    private static final String INTERVAL = "_interval";

    private EvaluationJson() {}

    /** Reads the figures of a record. */
    static Evaluation read(JsonFields json) {
        return new Evaluation(
                json.count("holdout_rows"),
                metrics(json),
                confusion(json.object("confusion")),
                roc(json),
                json.objects("calibration").stream()
                        .map(bin ->
                                new CalibrationBin(bin.number("predicted"), bin.number("observed"), bin.count("rows")))
                        .toList(),
                estimate(json, "surprise"),
                json.objects("classes").stream().map(EvaluationJson::classFacts).toList(),
                residuals(json.object("residuals")),
                json.objects("slices").stream()
                        .flatMap(slice -> slice(slice).stream())
                        .toList());
    }

    /** Adds all figures except the number of rows. */
    static void addTo(JsonObject json, Evaluation holdout) {
        addMetrics(json, holdout.metrics());
        holdout.confusion().ifPresent(confusion -> {
            json.add("confusion", confusion(confusion));
            json.add("roc", roc(holdout.roc()));
            json.add("calibration", calibration(holdout.calibration()));
            if (Double.isFinite(holdout.surprise().value())) {
                addEstimate(json, "surprise", holdout.surprise());
            }
        });
        JsonFields.addObjects(json, "classes", holdout.classes(), EvaluationJson::classFacts);
        if (!holdout.residuals().isNone()) {
            json.add("residuals", residuals(holdout.residuals()));
        }
        JsonFields.addObjects(json, "slices", holdout.slices(), EvaluationJson::slice);
    }

    static MetricValues metrics(JsonFields json) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        Map<Metric, Interval> intervals = new EnumMap<>(Metric.class);
        JsonFields known = json.object("intervals");
        for (Metric metric : Metric.values()) {
            if (json.has(metric.text())) {
                values.put(metric, json.number(metric.text()));
            }
            interval(known.array(metric.text())).ifPresent(interval -> intervals.put(metric, interval));
        }
        return new MetricValues(values, intervals);
    }

    static JsonObject metrics(MetricValues metrics) {
        JsonObject json = new JsonObject();
        addMetrics(json, metrics);
        return json;
    }

    static void addMetrics(JsonObject json, MetricValues metrics) {
        metrics.byMetric().forEach((metric, value) -> JsonFields.addFinite(json, metric.text(), value));
        if (!metrics.intervals().isEmpty()) {
            JsonObject intervals = new JsonObject();
            metrics.intervals().forEach((metric, interval) -> intervals.add(metric.text(), interval(interval)));
            json.add("intervals", intervals);
        }
    }

    private static Optional<Interval> interval(List<JsonElement> ends) {
        return ends.size() == 2
                ? Optional.of(new Interval(JsonFields.number(ends.get(0)), JsonFields.number(ends.get(1))))
                : Optional.empty();
    }

    private static JsonArray interval(Interval interval) {
        JsonArray ends = new JsonArray();
        ends.add(interval.low());
        ends.add(interval.high());
        return ends;
    }

    private static Estimate estimate(JsonFields json, String key) {
        return new Estimate(json.number(key), interval(json.array(key + INTERVAL)));
    }

    private static void addEstimate(JsonObject json, String key, Estimate estimate) {
        JsonFields.addFinite(json, key, estimate.value());
        estimate.interval().ifPresent(interval -> json.add(key + INTERVAL, interval(interval)));
    }

    static Optional<ClassDecision> decision(JsonFields json) {
        if (!(json.get("decision") instanceof JsonObject)) {
            return Optional.empty();
        }
        JsonFields decision = json.object("decision");
        JsonFields costs = decision.object("costs");
        return Optional.of(new ClassDecision(
                decision.text("positive"),
                decision.number("threshold"),
                decision.has("costs")
                        ? Optional.of(new Costs(costs.number("false_positive"), costs.number("false_negative")))
                        : Optional.empty(),
                decision.has("cost") ? Optional.of(estimate(decision, "cost")) : Optional.empty(),
                decision.number("cost_at_half"),
                thresholds(decision)));
    }

    private static List<ThresholdCounts> thresholds(JsonFields decision) {
        List<ThresholdCounts> thresholds = new ArrayList<>();
        for (JsonElement triple : decision.array("thresholds")) {
            List<JsonElement> counts = JsonFields.elements(triple);
            if (counts.size() == 3) {
                thresholds.add(new ThresholdCounts(
                        JsonFields.number(counts.get(0)), (int) JsonFields.number(counts.get(1)), (int)
                                JsonFields.number(counts.get(2))));
            }
        }
        return thresholds;
    }

    static JsonObject decision(ClassDecision decision) {
        JsonObject json = new JsonObject();
        json.addProperty("positive", decision.positive());
        json.addProperty("threshold", decision.threshold());
        decision.costs().ifPresent(costs -> {
            JsonObject errors = new JsonObject();
            errors.addProperty("false_positive", costs.falsePositive());
            errors.addProperty("false_negative", costs.falseNegative());
            json.add("costs", errors);
        });
        decision.cost().ifPresent(cost -> {
            addEstimate(json, "cost", cost);
            JsonFields.addFinite(json, "cost_at_half", decision.costAtHalf());
        });
        if (!decision.thresholds().isEmpty()) {
            JsonArray thresholds = new JsonArray();
            for (ThresholdCounts counts : decision.thresholds()) {
                JsonArray triple = new JsonArray();
                triple.add(counts.threshold());
                triple.add(counts.truePositives());
                triple.add(counts.falsePositives());
                thresholds.add(triple);
            }
            json.add("thresholds", thresholds);
        }
        return json;
    }

    private static ClassFacts classFacts(JsonFields json) {
        return new ClassFacts(
                json.text("class"),
                json.count("rows"),
                estimate(json, "precision"),
                estimate(json, "recall"),
                estimate(json, "f1"),
                curve(json));
    }

    private static JsonObject classFacts(ClassFacts facts) {
        JsonObject json = new JsonObject();
        json.addProperty("class", facts.name());
        json.addProperty("rows", facts.rows());
        addEstimate(json, "precision", facts.precision());
        addEstimate(json, "recall", facts.recall());
        addEstimate(json, "f1", facts.f1());
        if (!facts.curve().points().isEmpty()) {
            JsonFields.addFinite(json, "roc_auc", facts.curve().rocArea());
            JsonFields.addFinite(json, "average_precision", facts.curve().averagePrecision());
            json.add("curve", points(facts.curve()));
        }
        return json;
    }

    private static ClassCurve curve(JsonFields json) {
        List<ClassCurve.Point> points = new ArrayList<>();
        for (JsonElement pair : json.array("curve")) {
            List<JsonElement> counts = JsonFields.elements(pair);
            if (counts.size() == 2) {
                points.add(new ClassCurve.Point(
                        (int) JsonFields.number(counts.get(0)), (int) JsonFields.number(counts.get(1))));
            }
        }
        return new ClassCurve(json.number("roc_auc"), json.number("average_precision"), points);
    }

    private static JsonArray points(ClassCurve curve) {
        JsonArray points = new JsonArray();
        for (ClassCurve.Point point : curve.points()) {
            JsonArray pair = new JsonArray();
            pair.add(point.truePositives());
            pair.add(point.falsePositives());
            points.add(pair);
        }
        return points;
    }

    private static ResidualFacts residuals(JsonFields json) {
        return new ResidualFacts(
                ColumnJson.quantiles(json),
                json.objects("by_prediction").stream()
                        .map(group -> new ResidualFacts.Group(
                                group.count("rows"),
                                group.number("predicted"),
                                group.number("actual"),
                                estimate(group, "mae")))
                        .toList());
    }

    private static JsonObject residuals(ResidualFacts residuals) {
        JsonObject json = new JsonObject();
        ColumnJson.addQuantiles(json, residuals.quantiles());
        JsonArray groups = new JsonArray();
        for (ResidualFacts.Group group : residuals.byPrediction()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("rows", group.rows());
            entry.addProperty("predicted", group.predicted());
            entry.addProperty("actual", group.actual());
            addEstimate(entry, "mae", group.mae());
            groups.add(entry);
        }
        json.add("by_prediction", groups);
        return json;
    }

    /** Empty when the metric is of another release. */
    private static Optional<SliceFacts> slice(JsonFields json) {
        return Metric.parse(json.text("metric"))
                .map(metric -> new SliceFacts(
                        json.text("column"),
                        json.text("value"),
                        json.count("rows"),
                        metric,
                        estimate(json, "figure"),
                        json.text("worse").equals("true")));
    }

    private static JsonObject slice(SliceFacts slice) {
        JsonObject json = new JsonObject();
        json.addProperty("column", slice.column());
        json.addProperty("value", slice.value());
        json.addProperty("rows", slice.rows());
        json.addProperty("metric", slice.metric().text());
        addEstimate(json, "figure", slice.figure());
        json.addProperty("worse", slice.worse());
        return json;
    }

    private static Optional<ConfusionMatrix> confusion(JsonFields json) {
        List<String> labels = json.texts("labels");
        List<JsonElement> rows = json.array("counts");
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        List<List<Integer>> counts = new ArrayList<>();
        for (int actual = 0; actual < labels.size(); actual++) {
            List<JsonElement> cells = JsonFields.elements(actual < rows.size() ? rows.get(actual) : null);
            List<Integer> row = new ArrayList<>();
            for (int predicted = 0; predicted < labels.size(); predicted++) {
                row.add((int) JsonFields.number(predicted < cells.size() ? cells.get(predicted) : null));
            }
            counts.add(row);
        }
        return Optional.of(new ConfusionMatrix(labels, counts));
    }

    private static JsonObject confusion(ConfusionMatrix confusion) {
        JsonObject json = new JsonObject();
        json.add("labels", JsonFields.strings(confusion.labels()));
        JsonArray counts = new JsonArray();
        for (List<Integer> row : confusion.counts()) {
            JsonArray cells = new JsonArray();
            row.forEach(cells::add);
            counts.add(cells);
        }
        json.add("counts", counts);
        return json;
    }

    private static List<RocPoint> roc(JsonFields json) {
        List<RocPoint> points = new ArrayList<>();
        for (JsonElement pair : json.array("roc")) {
            List<JsonElement> rates = JsonFields.elements(pair);
            if (rates.size() == 2) {
                points.add(new RocPoint(JsonFields.number(rates.get(0)), JsonFields.number(rates.get(1))));
            }
        }
        return points;
    }

    private static JsonArray roc(List<RocPoint> points) {
        JsonArray array = new JsonArray();
        for (RocPoint point : points) {
            JsonArray pair = new JsonArray();
            pair.add(point.falsePositiveRate());
            pair.add(point.truePositiveRate());
            array.add(pair);
        }
        return array;
    }

    private static JsonArray calibration(List<CalibrationBin> bins) {
        JsonArray array = new JsonArray();
        for (CalibrationBin bin : bins) {
            JsonObject json = new JsonObject();
            json.addProperty("predicted", bin.predicted());
            json.addProperty("observed", bin.observed());
            json.addProperty("rows", bin.rows());
            array.add(json);
        }
        return array;
    }
}
