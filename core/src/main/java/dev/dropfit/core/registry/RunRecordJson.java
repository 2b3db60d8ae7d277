package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.CalibrationBin;
import dev.dropfit.core.registry.facts.CandidateFacts;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.Costs;
import dev.dropfit.core.registry.facts.DatasetFacts;
import dev.dropfit.core.registry.facts.DistinctCount;
import dev.dropfit.core.registry.facts.Effect;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.FeatureFacts;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.core.registry.facts.RocPoint;
import dev.dropfit.core.registry.facts.SliceFacts;
import dev.dropfit.core.registry.facts.SplitFacts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The JSON of a run's record: reading and writing of the same part stand one below the other. */
final class RunRecordJson {
    /** Ends the key of the interval of a figure. */
    private static final String INTERVAL = "_interval";

    private RunRecordJson() {}

    static RunRecord read(JsonObject object) {
        JsonFields json = new JsonFields(object);
        JsonFields dataset = json.object("dataset");
        return new RunRecord(
                new RunOrigin(json.text("version"), json.text("timestamp"), json.text("revision"), inputs(dataset)),
                new DatasetFacts(dataset.whole("rows"), dataset.whole("bytes"), dataset.text("sha256")),
                model(json),
                Verdict.parse(json.text("verdict")),
                json.texts("reasons"),
                champion(json),
                alert(json),
                json.text("archive_sha256"),
                json.number("elapsed"));
    }

    static JsonObject write(RunRecord run) {
        JsonObject json = new JsonObject();
        addText(json, "version", run.origin().version());
        addText(json, "timestamp", run.origin().timestamp());
        addText(json, "revision", run.origin().revision());
        json.add("dataset", dataset(run));
        boolean judged = run.verdict() == Verdict.PROMOTED || run.verdict() == Verdict.REJECTED;
        if (run.trained()) {
            addModel(json, run.model());
        }
        if (!judged) {
            addAlert(json, run.alert());
        }
        if (run.verdict() != Verdict.UNKNOWN) {
            json.addProperty("verdict", run.verdict().text());
            json.add("reasons", strings(run.reasons()));
        }
        if (judged) {
            json.add("champion", champion(run.champion()));
            addAlert(json, run.alert());
        }
        addText(json, "archive_sha256", run.archiveSha256());
        if (!Double.isNaN(run.elapsed())) {
            json.addProperty("elapsed", run.elapsed());
        }
        return json;
    }

    private static Optional<Inputs> inputs(JsonFields dataset) {
        OptionalLong generation = dataset.whole("generation");
        return generation.isPresent()
                ? Optional.of(new Inputs(
                        generation.getAsLong(),
                        dataset.whole("settings_generation").orElse(0)))
                : Optional.empty();
    }

    private static JsonObject dataset(RunRecord run) {
        JsonObject json = new JsonObject();
        run.origin().inputs().ifPresent(inputs -> {
            // As strings: not every reader of JSON has whole numbers of this size.
            json.addProperty("generation", Long.toString(inputs.dataset()));
            json.addProperty("settings_generation", Long.toString(inputs.settings()));
        });
        run.dataset().rows().ifPresent(rows -> json.addProperty("rows", rows));
        run.dataset().bytes().ifPresent(bytes -> json.addProperty("bytes", bytes));
        addText(json, "sha256", run.dataset().sha256());
        return json;
    }

    private static ModelFacts model(JsonFields json) {
        return new ModelFacts(
                Task.parse(json.text("task")),
                json.text("learner"),
                json.text("label"),
                LabelChoice.parse(json.text("label_choice")),
                json.text("task_reason"),
                Metric.parse(json.text("gate_metric")),
                json.optionalNumber("gate_threshold"),
                decision(json),
                json.whole("train_rows").orElse(0),
                json.number("acc"),
                new Evaluation(
                        json.count("holdout_rows"),
                        metrics(json),
                        confusion(json.object("confusion")),
                        roc(json),
                        json.objects("calibration").stream()
                                .map(bin -> new CalibrationBin(
                                        bin.number("predicted"), bin.number("observed"), bin.count("rows")))
                                .toList(),
                        json.objects("classes").stream()
                                .map(RunRecordJson::classFacts)
                                .toList(),
                        residuals(json.object("residuals")),
                        json.objects("slices").stream()
                                .flatMap(slice -> slice(slice).stream())
                                .toList()),
                json.get("baseline") instanceof JsonObject
                        ? Optional.of(metrics(json.object("baseline")))
                        : Optional.empty(),
                json.objects("candidates").stream()
                        .map(RunRecordJson::candidate)
                        .toList(),
                json.has("intercept") ? Optional.of(weight(json, "intercept")) : Optional.empty(),
                optionalInt(json.whole("trees")),
                json.objects("features").stream().map(RunRecordJson::feature).toList(),
                json.objects("columns").stream().map(RunRecordJson::column).toList(),
                profile(json.object("label_profile")),
                json.objects("anomalies").stream().map(RunRecordJson::anomaly).toList(),
                split(json));
    }

    private static void addModel(JsonObject json, ModelFacts model) {
        model.task().ifPresent(task -> json.addProperty("task", task.text()));
        json.addProperty("learner", model.learner());
        json.addProperty("label", model.label());
        model.labelChoice().ifPresent(choice -> json.addProperty("label_choice", choice.text()));
        addText(json, "task_reason", model.taskReason());
        model.gateMetric().ifPresent(metric -> json.addProperty("gate_metric", metric.text()));
        model.gateThreshold().ifPresent(threshold -> json.addProperty("gate_threshold", threshold));
        model.decision().ifPresent(decision -> json.add("decision", decision(decision)));
        json.addProperty("train_rows", model.trainRows());
        json.addProperty("holdout_rows", model.holdout().rows());
        if (!Double.isNaN(model.trainAccuracy())) {
            json.addProperty("acc", model.trainAccuracy());
        }
        addMetrics(json, model.holdout().metrics());
        model.holdout().confusion().ifPresent(confusion -> {
            json.add("confusion", confusion(confusion));
            json.add("roc", roc(model.holdout().roc()));
            json.add("calibration", calibration(model.holdout().calibration()));
        });
        addObjects(json, "classes", model.holdout().classes(), RunRecordJson::classFacts);
        if (!model.holdout().residuals().equals(ResidualFacts.NONE)) {
            json.add("residuals", residuals(model.holdout().residuals()));
        }
        addObjects(json, "slices", model.holdout().slices(), RunRecordJson::slice);
        json.add(
                "baseline",
                model.baseline().<JsonElement>map(RunRecordJson::metrics).orElse(JsonNull.INSTANCE));
        addObjects(json, "candidates", model.candidates(), RunRecordJson::candidate);
        model.intercept().ifPresent(intercept -> addEffect(json, "intercept", intercept));
        model.trees().ifPresent(trees -> json.addProperty("trees", trees));
        json.add(
                "features",
                array(model.features().stream().map(RunRecordJson::feature).toList()));
        json.add(
                "columns",
                array(model.columns().stream().map(RunRecordJson::column).toList()));
        if (!model.labels().equals(ColumnProfile.NONE)) {
            json.add(
                    "label_profile",
                    profile(
                            model.labels(),
                            !model.labels().quantiles().isEmpty(),
                            !model.labels().counts().isEmpty()));
        }
        model.split().ifPresent(split -> json.add("split", split(split)));
        json.add(
                "anomalies",
                array(model.anomalies().stream().map(Anomaly::toJson).toList()));
    }

    private static Optional<SplitFacts> split(JsonFields json) {
        if (!(json.get("split") instanceof JsonObject)) {
            return Optional.empty();
        }
        JsonFields split = json.object("split");
        return Optional.of(new SplitFacts(
                split.text("by"),
                split.text("column"),
                split.number("holdout"),
                split.text("from"),
                split.number("boundary")));
    }

    private static JsonObject split(SplitFacts split) {
        JsonObject json = new JsonObject();
        json.addProperty("by", split.by());
        addText(json, "column", split.column());
        json.addProperty("holdout", split.share());
        addText(json, "from", split.from());
        if (!Double.isNaN(split.boundary())) {
            json.addProperty("boundary", split.boundary());
        }
        return json;
    }

    private static MetricValues metrics(JsonFields json) {
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

    private static JsonObject metrics(MetricValues metrics) {
        JsonObject json = new JsonObject();
        addMetrics(json, metrics);
        return json;
    }

    private static void addMetrics(JsonObject json, MetricValues metrics) {
        metrics.byMetric().forEach((metric, value) -> addFinite(json, metric.text(), value));
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
        addFinite(json, key, estimate.value());
        estimate.interval().ifPresent(interval -> json.add(key + INTERVAL, interval(interval)));
    }

    private static Optional<ClassDecision> decision(JsonFields json) {
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
                decision.number("cost_at_half")));
    }

    private static JsonObject decision(ClassDecision decision) {
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
            addFinite(json, "cost_at_half", decision.costAtHalf());
        });
        return json;
    }

    private static ClassFacts classFacts(JsonFields json) {
        return new ClassFacts(
                json.text("class"),
                json.count("rows"),
                estimate(json, "precision"),
                estimate(json, "recall"),
                estimate(json, "f1"));
    }

    private static JsonObject classFacts(ClassFacts facts) {
        JsonObject json = new JsonObject();
        json.addProperty("class", facts.name());
        json.addProperty("rows", facts.rows());
        addEstimate(json, "precision", facts.precision());
        addEstimate(json, "recall", facts.recall());
        addEstimate(json, "f1", facts.f1());
        return json;
    }

    private static ResidualFacts residuals(JsonFields json) {
        return new ResidualFacts(
                quantiles(json),
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
        addQuantiles(json, residuals.quantiles());
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
        json.add("labels", strings(confusion.labels()));
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

    private static CandidateFacts candidate(JsonFields json) {
        Optional<Metric> metric = Optional.empty();
        for (Metric known : Metric.values()) {
            if (json.has(known.text())) {
                metric = Optional.of(known);
            }
        }
        return new CandidateFacts(
                json.text("learner"),
                optionalInt(json.whole("leaves")),
                metric,
                metric.map(known -> json.number(known.text())).orElse(Double.NaN),
                json.text("chosen").equals("true"));
    }

    private static JsonObject candidate(CandidateFacts candidate) {
        JsonObject json = new JsonObject();
        json.addProperty("learner", candidate.learner());
        candidate.leaves().ifPresent(leaves -> json.addProperty("leaves", leaves));
        candidate.metric().ifPresent(metric -> addFinite(json, metric.text(), candidate.loss()));
        json.addProperty("chosen", candidate.chosen());
        return json;
    }

    private static FeatureFacts feature(JsonFields json) {
        return new FeatureFacts(
                json.text("feature"),
                json.text("part"),
                json.has("value") ? Optional.of(json.text("value")) : Optional.empty(),
                json.has("importance") ? new Effect.Importance(json.number("importance")) : weight(json, "weight"));
    }

    private static JsonObject feature(FeatureFacts feature) {
        JsonObject json = new JsonObject();
        json.addProperty("feature", feature.column());
        addText(json, "part", feature.part());
        feature.level().ifPresent(level -> json.addProperty("value", level));
        addEffect(json, feature.effect() instanceof Effect.Importance ? "importance" : "weight", feature.effect());
        return json;
    }

    private static Effect weight(JsonFields json, String key) {
        if (json.get(key) instanceof JsonObject classes) {
            Map<String, Double> weights = new LinkedHashMap<>();
            classes.asMap().forEach((value, weight) -> weights.put(value, JsonFields.number(weight)));
            return new Effect.ClassWeights(weights);
        }
        return new Effect.Weight(json.number(key));
    }

    private static void addEffect(JsonObject json, String key, Effect effect) {
        if (effect instanceof Effect.ClassWeights classes) {
            JsonObject weights = new JsonObject();
            classes.byClass().forEach((value, weight) -> addFinite(weights, value, weight));
            json.add(key, weights);
        } else if (effect instanceof Effect.Importance importance) {
            addFinite(json, key, importance.share());
        } else if (effect instanceof Effect.Weight weight) {
            addFinite(json, key, weight.value());
        }
    }

    private static ColumnFacts column(JsonFields json) {
        return new ColumnFacts(
                json.text("column"),
                json.text("kind"),
                json.text("why"),
                json.number("missing"),
                profile(json.object("profile")));
    }

    private static JsonObject column(ColumnFacts column) {
        JsonObject json = new JsonObject();
        json.addProperty("column", column.name());
        json.addProperty("kind", column.kind());
        json.addProperty("why", column.why());
        addFinite(json, "missing", column.missing());
        json.add(
                "profile",
                profile(
                        column.profile(),
                        column.kind().equals("numeric"),
                        column.kind().equals("categorical")));
        return json;
    }

    private static ColumnProfile profile(JsonFields json) {
        return new ColumnProfile(
                DistinctCount.parse(json.text("distinct")),
                quantiles(json),
                bins(json),
                json.objects("counts").stream()
                        .map(count -> new CategoryCount(
                                count.text("value"), count.whole("rows").orElse(0)))
                        .toList(),
                json.text("earliest"),
                json.text("latest"));
    }

    private static SortedMap<Double, Double> quantiles(JsonFields json) {
        SortedMap<Double, Double> quantiles = new TreeMap<>();
        JsonFields shares = json.object("quantiles");
        for (String share : shares.keys()) {
            try {
                quantiles.put(Double.valueOf(share), shares.number(share));
            } catch (NumberFormatException e) {
                // Not a quantile.
            }
        }
        return quantiles;
    }

    private static void addQuantiles(JsonObject json, SortedMap<Double, Double> quantiles) {
        JsonObject values = new JsonObject();
        quantiles.forEach((share, value) -> addFinite(values, Double.toString(share), value));
        json.add("quantiles", values);
    }

    private static List<NumberBin> bins(JsonFields json) {
        List<NumberBin> bins = new ArrayList<>();
        for (JsonElement pair : json.array("bins")) {
            List<JsonElement> bin = JsonFields.elements(pair);
            if (bin.size() == 2) {
                bins.add(new NumberBin(JsonFields.number(bin.get(0)), (long) JsonFields.number(bin.get(1))));
            }
        }
        return bins;
    }

    private static JsonArray bins(List<NumberBin> bins) {
        JsonArray array = new JsonArray();
        for (NumberBin bin : bins) {
            JsonArray pair = new JsonArray();
            pair.add(bin.upTo());
            pair.add(bin.rows());
            array.add(pair);
        }
        return array;
    }

    private static JsonObject profile(ColumnProfile profile, boolean numbers, boolean categories) {
        JsonObject json = new JsonObject();
        profile.distinct().ifPresent(distinct -> {
            if (distinct.exact()) {
                json.addProperty("distinct", distinct.count());
            } else {
                json.addProperty("distinct", distinct.text());
            }
        });
        if (numbers) {
            addQuantiles(json, profile.quantiles());
            if (!profile.bins().isEmpty()) {
                json.add("bins", bins(profile.bins()));
            }
        } else if (categories) {
            JsonArray counts = new JsonArray();
            for (CategoryCount count : profile.counts()) {
                JsonObject entry = new JsonObject();
                entry.addProperty("value", count.value());
                entry.addProperty("rows", count.rows());
                counts.add(entry);
            }
            json.add("counts", counts);
        }
        addText(json, "earliest", profile.earliest());
        addText(json, "latest", profile.latest());
        return json;
    }

    private static Anomaly anomaly(JsonFields json) {
        return new Anomaly(
                json.text("name"),
                json.text("message"),
                json.array("lines").stream()
                        .map(JsonFields::number)
                        .filter(Double::isFinite)
                        .map(Double::longValue)
                        .toList());
    }

    private static Optional<Champion> champion(JsonFields json) {
        return json.get("champion") instanceof JsonObject
                ? Optional.of(new Champion(json.object("champion").text("version"), metrics(json.object("champion"))))
                : Optional.empty();
    }

    private static JsonElement champion(Optional<Champion> champion) {
        if (champion.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        json.addProperty("version", champion.get().version());
        addMetrics(json, champion.get().metrics());
        return json;
    }

    private static Optional<AlertSettings> alert(JsonFields json) {
        if (!(json.get("alert") instanceof JsonObject)) {
            return Optional.empty();
        }
        JsonFields alert = json.object("alert");
        return Optional.of(new AlertSettings(
                Metric.parse(alert.text("metric")),
                alert.optionalNumber("below"),
                alert.optionalNumber("above"),
                alert.get("on") instanceof JsonArray ? Optional.of(alert.texts("on")) : Optional.empty(),
                alert.optionalNumber("drop"),
                optionalInt(alert.whole("cooldown_minutes"))));
    }

    private static void addAlert(JsonObject json, Optional<AlertSettings> settings) {
        settings.ifPresent(alert -> json.add("alert", alert.toJson()));
    }

    private static OptionalInt optionalInt(OptionalLong value) {
        return value.isPresent()
                ? OptionalInt.of((int) Math.max(Integer.MIN_VALUE, Math.min(value.getAsLong(), Integer.MAX_VALUE)))
                : OptionalInt.empty();
    }

    private static void addText(JsonObject json, String key, String text) {
        if (!text.isEmpty()) {
            json.addProperty(key, text);
        }
    }

    private static void addFinite(JsonObject json, String key, double value) {
        json.addProperty(key, Double.isFinite(value) ? (Double) value : null);
    }

    private static JsonArray strings(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /** Adds an array of objects, if there are any. */
    private static <T> void addObjects(JsonObject json, String key, List<T> facts, Function<T, JsonObject> write) {
        if (!facts.isEmpty()) {
            json.add(key, array(facts.stream().map(write).toList()));
        }
    }

    private static JsonArray array(List<JsonObject> objects) {
        JsonArray array = new JsonArray();
        objects.forEach(array::add);
        return array;
    }
}
