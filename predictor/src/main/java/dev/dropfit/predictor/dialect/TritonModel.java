package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.Collection;

/**
 * What Triton's clients ask about a model beyond the Open Inference Protocol: its configuration and its statistics.
 *
 * @see <a href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_model_configuration.md">Model configuration</a>
 * @see <a href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_statistics.md">Statistics</a>
 */
final class TritonModel {
    private TritonModel() {}

    /** The model configuration. The batch size is 0: shapes are written whole, and rows are limited by the server. */
    static String configuration(ServedModel served) {
        Pipeline pipeline = served.model().pipeline();
        JsonObject json = new JsonObject();
        json.addProperty("name", served.name().value());
        json.addProperty("platform", "tribuo_protobuf");
        json.addProperty("backend", "dropfit");
        JsonObject latest = new JsonObject();
        latest.addProperty("num_versions", 1);
        JsonObject policy = new JsonObject();
        policy.add("latest", latest);
        json.add("version_policy", policy);
        json.addProperty("max_batch_size", 0);
        JsonArray inputs = new JsonArray();
        for (Input input : pipeline.inputs()) {
            JsonObject tensor = tensor(input.column(), input.isNumber() ? "TYPE_FP64" : "TYPE_STRING", -1);
            tensor.addProperty("optional", pipeline.optional().contains(input.column()));
            inputs.add(tensor);
        }
        json.add("input", inputs);
        JsonArray outputs = new JsonArray();
        if (pipeline.target() instanceof Target.Classes classes) {
            outputs.add(tensor(pipeline.output(), "TYPE_STRING", -1));
            outputs.add(tensor(InferenceResponse.PROBABILITIES, "TYPE_FP64", -1, classes.size()));
        } else {
            outputs.add(tensor(pipeline.output(), "TYPE_FP64", -1));
        }
        json.add("output", outputs);
        return json.toString();
    }

    private static JsonObject tensor(String name, String type, int... shape) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("data_type", type);
        JsonArray dimensions = new JsonArray();
        for (int dimension : shape) {
            dimensions.add(dimension);
        }
        json.add("dims", dimensions);
        return json;
    }

    /** What this instance has predicted since it started. Nothing waits in a queue, and the parts of a prediction are not measured apart. */
    static String statistics(Collection<ServedModel> models, Metrics metrics) {
        JsonArray list = new JsonArray();
        for (ServedModel served : models) {
            Metrics.Predictions counts = metrics.predictions(served.name());
            JsonObject durations = new JsonObject();
            durations.add("success", duration(counts.requests(), counts.nanos()));
            durations.add("fail", duration(counts.failures(), counts.failureNanos()));
            durations.add("queue", duration(counts.requests(), 0));
            durations.add("compute_input", duration(counts.requests(), 0));
            durations.add("compute_infer", duration(counts.requests(), counts.nanos()));
            durations.add("compute_output", duration(counts.requests(), 0));
            durations.add("cache_hit", duration(0, 0));
            durations.add("cache_miss", duration(0, 0));
            JsonObject json = new JsonObject();
            json.addProperty("name", served.name().value());
            json.addProperty("version", served.version());
            json.addProperty("inference_count", counts.rows());
            json.addProperty("execution_count", counts.requests());
            json.add("inference_stats", durations);
            json.add("batch_stats", new JsonArray());
            list.add(json);
        }
        JsonObject json = new JsonObject();
        json.add("model_stats", list);
        return json.toString();
    }

    private static JsonObject duration(long count, long nanos) {
        JsonObject json = new JsonObject();
        json.addProperty("count", count);
        json.addProperty("ns", nanos);
        return json;
    }
}
