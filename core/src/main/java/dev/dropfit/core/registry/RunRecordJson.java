package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.CandidateFacts;
import dev.dropfit.core.registry.facts.ContractFacts;
import dev.dropfit.core.registry.facts.DatasetFacts;
import dev.dropfit.core.registry.facts.DependenceFacts;
import dev.dropfit.core.registry.facts.Effect;
import dev.dropfit.core.registry.facts.FeatureFacts;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.RunPlace;
import dev.dropfit.core.registry.facts.SplitFacts;
import dev.dropfit.core.registry.facts.WorstRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The JSON of a run's record: reading and writing of the same part stand one below the other. */
final class RunRecordJson {
    private RunRecordJson() {}

    static RunRecord read(JsonFields json) {
        JsonFields dataset = json.object("dataset");
        return new RunRecord(
                new RunOrigin(
                        json.text("version"),
                        json.text("timestamp"),
                        json.text("revision"),
                        inputs(dataset),
                        settings(json)),
                new DatasetFacts(dataset.whole("rows"), dataset.whole("bytes"), dataset.text("sha256")),
                model(json),
                Verdict.parse(json.text("verdict")),
                json.texts("reasons"),
                champion(json),
                alert(json),
                json.text("archive_sha256"),
                json.number("elapsed"),
                place(json));
    }

    static JsonObject write(RunRecord run) {
        JsonObject json = new JsonObject();
        JsonFields.addText(json, "version", run.origin().version());
        JsonFields.addText(json, "timestamp", run.origin().timestamp());
        JsonFields.addText(json, "revision", run.origin().revision());
        json.add("dataset", dataset(run));
        run.origin().settings().ifPresent(settings -> json.add("settings", JsonParser.parseString(settings)));
        boolean judged = run.verdict() == Verdict.PROMOTED || run.verdict() == Verdict.REJECTED;
        if (run.trained()) {
            addModel(json, run.model());
        }
        if (!judged) {
            addAlert(json, run.alert());
        }
        if (run.verdict() != Verdict.UNKNOWN) {
            json.addProperty("verdict", run.verdict().text());
            json.add("reasons", JsonFields.strings(run.reasons()));
        }
        if (judged) {
            json.add("champion", champion(run.champion()));
            addAlert(json, run.alert());
        }
        JsonFields.addText(json, "archive_sha256", run.archiveSha256());
        if (!Double.isNaN(run.elapsed())) {
            json.addProperty("elapsed", run.elapsed());
        }
        run.place().ifPresent(place -> json.add("place", place(place)));
        return json;
    }

    private static Optional<RunPlace> place(JsonFields json) {
        if (!(json.get("place") instanceof JsonObject)) {
            return Optional.empty();
        }
        JsonFields place = json.object("place");
        return Optional.of(new RunPlace(
                place.text("tier"),
                JsonFields.optionalInt(place.whole("cpus")).orElse(0),
                place.whole("heap_mb").orElse(0),
                place.has("cost_usd"),
                place.number("cost_usd")));
    }

    private static JsonObject place(RunPlace place) {
        JsonObject json = new JsonObject();
        json.addProperty("tier", place.tier());
        json.addProperty("cpus", place.cpus());
        json.addProperty("heap_mb", place.heapMegabytes());
        if (place.billed()) {
            JsonFields.addFinite(json, "cost_usd", place.costInDollars());
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

    private static Optional<String> settings(JsonFields json) {
        return json.get("settings") instanceof JsonObject settings
                ? Optional.of(settings.toString())
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
        JsonFields.addText(json, "sha256", run.dataset().sha256());
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
                EvaluationJson.decision(json),
                json.whole("train_rows").orElse(0),
                json.number("acc"),
                EvaluationJson.read(json),
                json.get("baseline") instanceof JsonObject
                        ? Optional.of(EvaluationJson.metrics(json.object("baseline")))
                        : Optional.empty(),
                json.objects("candidates").stream()
                        .map(RunRecordJson::candidate)
                        .toList(),
                json.has("intercept") ? Optional.of(weight(json, "intercept")) : Optional.empty(),
                JsonFields.optionalInt(json.whole("trees")),
                json.objects("features").stream().map(RunRecordJson::feature).toList(),
                json.objects("columns").stream().map(ColumnJson::column).toList(),
                ColumnJson.profile(json.object("label_profile")),
                json.objects("anomalies").stream().map(RunRecordJson::anomaly).toList(),
                split(json),
                contract(json),
                json.objects("dependence").stream()
                        .map(RunRecordJson::dependence)
                        .toList(),
                json.objects("worst_rows").stream().map(RunRecordJson::worstRow).toList());
    }

    private static void addModel(JsonObject json, ModelFacts model) {
        model.task().ifPresent(task -> json.addProperty("task", task.text()));
        json.addProperty("learner", model.learner());
        json.addProperty("label", model.label());
        model.labelChoice().ifPresent(choice -> json.addProperty("label_choice", choice.text()));
        JsonFields.addText(json, "task_reason", model.taskReason());
        model.gateMetric().ifPresent(metric -> json.addProperty("gate_metric", metric.text()));
        model.gateThreshold().ifPresent(threshold -> json.addProperty("gate_threshold", threshold));
        model.decision().ifPresent(decision -> json.add("decision", EvaluationJson.decision(decision)));
        json.addProperty("train_rows", model.trainRows());
        json.addProperty("holdout_rows", model.holdout().rows());
        if (!Double.isNaN(model.trainAccuracy())) {
            json.addProperty("acc", model.trainAccuracy());
        }
        EvaluationJson.addTo(json, model.holdout());
        json.add(
                "baseline",
                model.baseline().<JsonElement>map(EvaluationJson::metrics).orElse(JsonNull.INSTANCE));
        JsonFields.addObjects(json, "candidates", model.candidates(), RunRecordJson::candidate);
        model.intercept().ifPresent(intercept -> addEffect(json, "intercept", intercept));
        model.trees().ifPresent(trees -> json.addProperty("trees", trees));
        json.add(
                "features",
                JsonFields.array(
                        model.features().stream().map(RunRecordJson::feature).toList()));
        json.add(
                "columns",
                JsonFields.array(
                        model.columns().stream().map(ColumnJson::column).toList()));
        if (!model.labels().isNone()) {
            json.add(
                    "label_profile",
                    ColumnJson.profile(
                            model.labels(),
                            !model.labels().quantiles().isEmpty(),
                            !model.labels().counts().isEmpty()));
        }
        model.split().ifPresent(split -> json.add("split", split(split)));
        model.contract().ifPresent(contract -> json.add("contract", contract(contract)));
        JsonFields.addObjects(json, "dependence", model.dependence(), RunRecordJson::dependence);
        JsonFields.addObjects(json, "worst_rows", model.worstRows(), RunRecordJson::worstRow);
        json.add(
                "anomalies",
                JsonFields.array(model.anomalies().stream().map(Anomaly::toJson).toList()));
    }

    private static DependenceFacts dependence(JsonFields json) {
        return new DependenceFacts(
                json.text("column"),
                json.objects("points").stream()
                        .map(point -> new DependenceFacts.Point(
                                point.text("level"), point.number("number"), point.number("mean")))
                        .toList());
    }

    private static JsonObject dependence(DependenceFacts facts) {
        JsonObject json = new JsonObject();
        json.addProperty("column", facts.column());
        json.add(
                "points",
                JsonFields.array(facts.points().stream()
                        .map(point -> {
                            JsonObject value = new JsonObject();
                            JsonFields.addText(value, "level", point.level());
                            if (Double.isFinite(point.number())) {
                                value.addProperty("number", point.number());
                            }
                            JsonFields.addFinite(value, "mean", point.mean());
                            return value;
                        })
                        .toList()));
        return json;
    }

    private static WorstRow worstRow(JsonFields json) {
        JsonFields values = json.object("values");
        Map<String, String> texts = new LinkedHashMap<>();
        values.keys().forEach(column -> texts.put(column, values.text(column)));
        return new WorstRow(
                json.whole("line").orElse(0), json.text("actual"), json.text("predicted"), json.number("error"), texts);
    }

    private static JsonObject worstRow(WorstRow row) {
        JsonObject json = new JsonObject();
        json.addProperty("line", row.line());
        json.addProperty("actual", row.actual());
        json.addProperty("predicted", row.predicted());
        JsonFields.addFinite(json, "error", row.error());
        JsonObject values = new JsonObject();
        row.values().forEach(values::addProperty);
        json.add("values", values);
        return json;
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
        JsonFields.addText(json, "column", split.column());
        json.addProperty("holdout", split.share());
        JsonFields.addText(json, "from", split.from());
        if (!Double.isNaN(split.boundary())) {
            json.addProperty("boundary", split.boundary());
        }
        return json;
    }

    private static Optional<ContractFacts> contract(JsonFields json) {
        return json.get("contract") instanceof JsonObject
                ? Optional.of(new ContractFacts(
                        json.object("contract").text("output"),
                        json.object("contract").texts("may_be_absent")))
                : Optional.empty();
    }

    private static JsonObject contract(ContractFacts contract) {
        JsonObject json = new JsonObject();
        json.addProperty("output", contract.output());
        if (!contract.mayBeAbsent().isEmpty()) {
            json.add("may_be_absent", JsonFields.strings(contract.mayBeAbsent()));
        }
        return json;
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
                JsonFields.optionalInt(json.whole("leaves")),
                json.optionalNumber("penalty"),
                metric,
                metric.map(known -> json.number(known.text())).orElse(Double.NaN),
                json.number("error"),
                json.has("weight") ? json.number("weight") : 0,
                json.text("chosen").equals("true"));
    }

    private static JsonObject candidate(CandidateFacts candidate) {
        JsonObject json = new JsonObject();
        json.addProperty("learner", candidate.learner());
        candidate.leaves().ifPresent(leaves -> json.addProperty("leaves", leaves));
        candidate.penalty().ifPresent(penalty -> json.addProperty("penalty", penalty));
        candidate.metric().ifPresent(metric -> JsonFields.addFinite(json, metric.text(), candidate.loss()));
        if (Double.isFinite(candidate.error())) {
            json.addProperty("error", candidate.error());
        }
        if (candidate.weight() > 0) {
            json.addProperty("weight", candidate.weight());
        }
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
        JsonFields.addText(json, "part", feature.part());
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
            classes.byClass().forEach((value, weight) -> JsonFields.addFinite(weights, value, weight));
            json.add(key, weights);
        } else if (effect instanceof Effect.Importance importance) {
            JsonFields.addFinite(json, key, importance.share());
        } else if (effect instanceof Effect.Weight weight) {
            JsonFields.addFinite(json, key, weight.value());
        }
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
                ? Optional.of(new Champion(
                        json.object("champion").text("version"), EvaluationJson.metrics(json.object("champion"))))
                : Optional.empty();
    }

    private static JsonElement champion(Optional<Champion> champion) {
        if (champion.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        json.addProperty("version", champion.get().version());
        EvaluationJson.addMetrics(json, champion.get().metrics());
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
                JsonFields.optionalInt(alert.whole("cooldown_minutes")),
                alert.flag("live")));
    }

    private static void addAlert(JsonObject json, Optional<AlertSettings> settings) {
        settings.ifPresent(alert -> json.add("alert", alert.toJson()));
    }
}
