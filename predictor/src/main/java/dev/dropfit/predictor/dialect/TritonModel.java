package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
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
        for (TensorSpec spec : TensorSpec.inputs(served)) {
            JsonObject tensor = tensor(spec);
            tensor.addProperty("optional", served.model().pipeline().optional().contains(spec.name()));
            inputs.add(tensor);
        }
        json.add("input", inputs);
        JsonArray outputs = new JsonArray();
        TensorSpec.outputs(served).forEach(spec -> outputs.add(tensor(spec)));
        json.add("output", outputs);
        return json.toString();
    }

    private static JsonObject tensor(TensorSpec spec) {
        JsonObject json = new JsonObject();
        json.addProperty("name", spec.name());
        json.addProperty("data_type", spec.isNumber() ? "TYPE_FP64" : "TYPE_STRING");
        json.add("dims", spec.dimensions());
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
