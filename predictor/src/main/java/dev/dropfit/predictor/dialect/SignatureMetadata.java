package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.List;

/**
 * The inputs and outputs of a model as TensorFlow Serving describes them.
 *
 * @see <a href="https://www.tensorflow.org/tfx/serving/api_rest#model_metadata_api">TensorFlow Serving REST API</a>
 */
final class SignatureMetadata {
    private SignatureMetadata() {}

    static JsonObject of(ServedModel served) {
        JsonObject signature = new JsonObject();
        signature.add("inputs", tensors(TensorSpec.inputs(served)));
        signature.add("outputs", tensors(TensorSpec.outputs(served)));
        signature.addProperty("method_name", "tensorflow/serving/predict");
        JsonObject spec = new JsonObject();
        spec.addProperty("name", served.name().value());
        spec.addProperty("signature_name", "");
        spec.addProperty("version", served.version());
        JsonObject json = new JsonObject();
        json.add("model_spec", spec);
        JsonObject signatures = object("signature_def", object("serving_default", signature));
        json.add("metadata", object("signature_def", signatures));
        return json;
    }

    private static JsonObject tensors(List<TensorSpec> specs) {
        JsonObject tensors = new JsonObject();
        specs.forEach(spec -> tensors.add(spec.name(), tensor(spec)));
        return tensors;
    }

    private static JsonObject tensor(TensorSpec spec) {
        JsonArray dimensions = new JsonArray();
        for (int size : spec.shape()) {
            JsonObject dimension = new JsonObject();
            dimension.addProperty("size", Integer.toString(size));
            dimension.addProperty("name", "");
            dimensions.add(dimension);
        }
        JsonObject shape = new JsonObject();
        shape.add("dim", dimensions);
        shape.addProperty("unknown_rank", false);
        JsonObject json = new JsonObject();
        json.addProperty("dtype", spec.isNumber() ? "DT_DOUBLE" : "DT_STRING");
        json.add("tensor_shape", shape);
        json.addProperty("name", spec.name());
        return json;
    }

    private static JsonObject object(String name, JsonObject value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
