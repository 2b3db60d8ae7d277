package dev.dropfit.predictor;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of a model's rows: made once a model, so that a request does not have to. Immutable. */
final class RowFormat {
    private final List<Input> inputs;
    private final char[][] names;
    private final Feature[] features;
    private final boolean[] times;
    private final Map<String, Integer> indices = new HashMap<>();
    private final Set<String> unused = new HashSet<>();
    private final int width;
    private final boolean hasTimes;

    RowFormat(Pipeline pipeline) {
        inputs = pipeline.inputs();
        names = inputs.stream().map(input -> input.column().toCharArray()).toArray(char[][]::new);
        features = inputs.stream().map(Input::feature).toArray(Feature[]::new);
        times = new boolean[features.length];
        for (int i = 0; i < features.length; i++) {
            times[i] = inputs.get(i).isDateTime();
            indices.put(inputs.get(i).column(), i);
        }
        unused.add(pipeline.label());
        unused.addAll(pipeline.ignored());
        width = pipeline.features().size();
        hasTimes = inputs.stream().anyMatch(Input::isDateTime);
    }

    List<Input> inputs() {
        return inputs;
    }

    /** An input's name. Not to be changed. */
    char[] name(int input) {
        return names[input];
    }

    /** An input's only feature; of a date the first of its parts. */
    Feature feature(int input) {
        return features[input];
    }

    /** Whether an input is a date or a time. */
    boolean isTime(int input) {
        return times[input];
    }

    /** The index of the input that this field fills, -1 for none. */
    int find(String field) {
        return indices.getOrDefault(field, -1);
    }

    /** Whether the dataset has this column, though the model has no use for it. */
    boolean isUnused(String field) {
        return unused.contains(field);
    }

    /** How many values a row has, one per feature. */
    int width() {
        return width;
    }

    /** Whether some of the inputs are dates. */
    boolean hasTimes() {
        return hasTimes;
    }
}
