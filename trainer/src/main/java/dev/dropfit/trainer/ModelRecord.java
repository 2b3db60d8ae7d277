package dev.dropfit.trainer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.trainer.evaluate.Evaluation;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.table.Schema;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Optional;

/** What a model's own record says: where it comes from, how good it is, what it weighs, what its dataset looks like. */
final class ModelRecord {
    private ModelRecord() {}

    static JsonObject of(
            Training.Dataset dataset,
            Model model,
            LearnerChoice choice,
            Scores.Hits trained,
            Optional<Evaluation> holdout,
            Optional<Evaluation> baseline,
            JsonObject facts) {
        JsonObject json = facts.deepCopy();
        Table table = dataset.table();
        JsonObject about = json.has("dataset") ? json.getAsJsonObject("dataset") : new JsonObject();
        about.addProperty("rows", table.rows());
        about.addProperty("bytes", dataset.bytes());
        about.addProperty("sha256", dataset.sha256());
        json.add("dataset", about);
        boolean classes = dataset.schema().target() instanceof Target.Classes;
        json.addProperty("task", classes ? "classification" : "regression");
        json.addProperty("learner", model.pipeline().learner());
        json.addProperty("label", dataset.schema().label());
        json.addProperty("gate_metric", dataset.gate().metric().text());
        dataset.gate().threshold().ifPresent(threshold -> json.addProperty("gate_threshold", threshold));
        json.addProperty("train_rows", dataset.split().count(table, false));
        json.addProperty("holdout_rows", holdout.map(Evaluation::rows).orElse(0));
        if (classes) {
            json.addProperty("acc", 100 * trained.share());
        }
        holdout.ifPresent(evaluation -> addAll(json, evaluation.toJson()));
        json.add(
                "baseline",
                baseline.map(evaluation -> metricsOf(evaluation.toJson())).orElse(JsonNull.INSTANCE));
        if (!choice.scored().isEmpty()) {
            json.add("candidates", choice.toJson());
        }
        if (model.scorer() instanceof LinearScorer linear) {
            addWeights(json, model, linear.weights());
        } else if (model.scorer() instanceof TreeScorer trees) {
            json.addProperty(
                    "trees", trees.trees().stream().mapToInt(List::size).sum());
            json.add("features", importances(model.pipeline().features(), trees.trees()));
        }
        json.add("columns", columns(dataset.schema(), table.rows()));
        JsonArray anomalies = new JsonArray();
        dataset.schema().anomalies().forEach(anomaly -> anomalies.add(anomaly.toJson()));
        json.add("anomalies", anomalies);
        return json;
    }

    /** Only the figures of an evaluation, without its curves. */
    static JsonElement metricsOf(JsonObject evaluation) {
        JsonObject metrics = new JsonObject();
        evaluation.asMap().forEach((name, value) -> {
            if (value.isJsonPrimitive() || value.isJsonNull()) {
                metrics.add(name, value);
            }
        });
        return metrics;
    }

    static JsonArray strings(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    private static void addAll(JsonObject json, JsonObject more) {
        more.asMap().forEach(json::add);
    }

    /** For two classes the log-odds of the second, for a number its own unit; for several classes one weight each. */
    private static void addWeights(JsonObject json, Model model, double[][] weights) {
        Target target = model.pipeline().target();
        JsonArray features = new JsonArray();
        int at = 0;
        for (Feature feature : model.pipeline().features()) {
            for (int i = 0; i < feature.width(); i++) {
                JsonObject object = new JsonObject();
                object.addProperty("feature", feature.column());
                addPart(object, feature);
                if (feature instanceof Feature.Categorical categorical) {
                    object.addProperty("value", categorical.levelName(i));
                }
                addWeight(object, "weight", target, weights, at++);
                features.add(object);
            }
        }
        addWeight(json, "intercept", target, weights, at);
        json.add("features", features);
    }

    private static void addPart(JsonObject object, Feature feature) {
        if (feature instanceof Feature.Numeric numeric) {
            numeric.part()
                    .ifPresent(part -> object.addProperty("part", part.component().text()));
        }
    }

    private static void addWeight(JsonObject object, String key, Target target, double[][] weights, int column) {
        if (target instanceof Target.Classes classes && !classes.binary()) {
            JsonObject perClass = new JsonObject();
            for (int k = 0; k < classes.size(); k++) {
                perClass.addProperty(classes.values().get(k), weights[k][column]);
            }
            object.add(key, perClass);
        } else {
            object.addProperty(key, weights.length == 2 ? weights[1][column] - weights[0][column] : weights[0][column]);
        }
    }

    /** What each feature's splits lowered the loss by, as a share of what all of them did. */
    private static JsonArray importances(List<Feature> features, List<List<Tree>> trees) {
        double[] gains = new double[features.stream().mapToInt(Feature::width).sum()];
        double sum = 0;
        for (Tree tree : trees.stream().flatMap(List::stream).toList()) {
            for (int node = 0; node < tree.size(); node++) {
                if (!tree.isLeaf(node)) {
                    gains[tree.column(node)] += tree.gain(node);
                    sum += tree.gain(node);
                }
            }
        }
        JsonArray importances = new JsonArray();
        int at = 0;
        for (Feature feature : features) {
            double own = 0;
            for (int i = 0; i < feature.width(); i++) {
                own += gains[at++];
            }
            JsonObject object = new JsonObject();
            object.addProperty("feature", feature.column());
            addPart(object, feature);
            object.addProperty("importance", sum > 0 ? own / sum : 0);
            importances.add(object);
        }
        return importances;
    }

    private static JsonArray columns(Schema schema, int rows) {
        JsonArray columns = new JsonArray();
        for (Schema.Role role : schema.columns()) {
            JsonObject json = new JsonObject();
            json.addProperty("column", role.column().name());
            json.addProperty("kind", role.kind().text());
            json.addProperty("why", role.why());
            json.addProperty("missing", (double) role.column().missing() / rows);
            json.add("profile", ColumnProfile.of(role.column(), role.kind()));
            columns.add(json);
        }
        return columns;
    }
}
