package dev.dropfit.predictor.serve;

import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.json.JsonOutput;

/**
 * What all predictions of a model have in common as JSON: names of fields, and the classes. Made once per model, so that a request copies bytes
 * instead of characters. Each text ends with a name, whose value follows. Immutable; its arrays are not to be changed.
 */
public final class PredictionText {
    private final byte[] output;
    /** For each class that is predicted, up to its probability. */
    private final byte[][] predicted;
    /** For each class, up to its probability; that of the first one begins the object of all. */
    private final byte[][] classes;

    private final byte[] model;

    /** @param pipeline the model's */
    PredictionText(ModelName name, Pipeline pipeline) {
        output = new JsonOutput().name(pipeline.output()).toBytes();
        int count = pipeline.target() instanceof Target.Classes target ? target.size() : 0;
        predicted = new byte[count][];
        classes = new byte[count][];
        if (pipeline.target() instanceof Target.Classes target) {
            for (int k = 0; k < count; k++) {
                String label = target.name(k);
                predicted[k] = new JsonOutput()
                        .name(pipeline.output())
                        .value(label)
                        .name("probability")
                        .toBytes();
                JsonOutput all = new JsonOutput();
                classes[k] = (k == 0 ? all.name("probabilities").beginObject() : all)
                        .name(label)
                        .toBytes();
            }
        }
        model = new JsonOutput()
                .name("model")
                .value(name.value())
                .name("version")
                .toBytes();
    }

    /** The name of the prediction, for a model that predicts numbers. */
    public byte[] output() {
        return output;
    }

    /** The prediction of a class, and the name of its probability. */
    public byte[] predicted(int index) {
        return predicted[index];
    }

    /** The name of the probability of a class. Before that of the first class, an object begins. */
    public byte[] probability(int index) {
        return classes[index];
    }

    /** The name of the model, and the name of its version. */
    public byte[] model() {
        return model;
    }
}
