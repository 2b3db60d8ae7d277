package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.serve.ServedModel;

/**
 * The inputs and outputs of a model as TensorFlow Serving describes them.
 *
 * @see <a href="https://www.tensorflow.org/tfx/serving/api_rest#model_metadata_api">TensorFlow Serving REST API</a>
 */
final class SignatureMetadata {
    private static final String NUMBER = "DT_DOUBLE";
    private static final String TEXT = "DT_STRING";
    private static final int ANY = -1;

    private SignatureMetadata() {}

    static JsonObject of(ServedModel served) {
        JsonObject signature = new JsonObject();
        signature.add("inputs", inputs(served.model().pipeline()));
        signature.add("outputs", outputs(served.model().pipeline()));
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

    private static JsonObject inputs(Pipeline pipeline) {
        JsonObject inputs = new JsonObject();
        for (Input input : pipeline.inputs()) {
            inputs.add(input.column(), tensor(input.column(), input.isNumber() ? NUMBER : TEXT, ANY));
        }
        return inputs;
    }

    private static JsonObject outputs(Pipeline pipeline) {
        JsonObject outputs = new JsonObject();
        String output = pipeline.output();
        if (pipeline.target() instanceof Target.Classes classes) {
            outputs.add(output, tensor(output, TEXT, ANY));
            outputs.add(
                    InferenceResponse.PROBABILITIES,
                    tensor(InferenceResponse.PROBABILITIES, NUMBER, ANY, classes.size()));
        } else {
            outputs.add(output, tensor(output, NUMBER, ANY));
        }
        return outputs;
    }

    private static JsonObject tensor(String name, String type, int... shape) {
        JsonArray dimensions = new JsonArray();
        for (int size : shape) {
            JsonObject dimension = new JsonObject();
            dimension.addProperty("size", Integer.toString(size));
            dimension.addProperty("name", "");
            dimensions.add(dimension);
        }
        JsonObject tensorShape = new JsonObject();
        tensorShape.add("dim", dimensions);
        tensorShape.addProperty("unknown_rank", false);
        JsonObject json = new JsonObject();
        json.addProperty("dtype", type);
        json.add("tensor_shape", tensorShape);
        json.addProperty("name", name);
        return json;
    }

    private static JsonObject object(String name, JsonObject value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
