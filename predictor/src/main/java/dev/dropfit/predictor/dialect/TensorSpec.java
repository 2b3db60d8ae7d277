package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of a model. Each protocol describes it in its own words.
 *
 * @param isNumber whether its values are numbers; they are texts otherwise
 * @param shape its dimensions; the first one is {@link #ANY}, the rows of a request
 */
record TensorSpec(String name, boolean isNumber, List<Integer> shape) {
    /** A dimension that each request may choose. */
    static final int ANY = -1;

    TensorSpec {
        shape = List.copyOf(shape);
    }

    /** The columns of a model, in the order of its schema. */
    static List<TensorSpec> inputs(ServedModel served) {
        return served.model().pipeline().inputs().stream()
                .map(input -> new TensorSpec(input.column(), input.isNumber(), List.of(ANY)))
                .toList();
    }

    /** The prediction, and the probabilities of classes. */
    static List<TensorSpec> outputs(ServedModel served) {
        Pipeline pipeline = served.model().pipeline();
        List<TensorSpec> outputs = new ArrayList<>();
        boolean isNumber = !(pipeline.target() instanceof Target.Classes);
        outputs.add(new TensorSpec(pipeline.output(), isNumber, List.of(ANY)));
        if (pipeline.target() instanceof Target.Classes classes) {
            outputs.add(new TensorSpec(InferenceResponse.PROBABILITIES, true, List.of(ANY, classes.size())));
        }
        return outputs;
    }

    /** The shape as JSON. */
    JsonArray dimensions() {
        JsonArray dimensions = new JsonArray();
        shape.forEach(dimensions::add);
        return dimensions;
    }
}
