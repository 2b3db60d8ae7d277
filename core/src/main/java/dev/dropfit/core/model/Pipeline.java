package dev.dropfit.core.model;

import dev.dropfit.core.format.ColumnFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a model reads a row and names its prediction.
 *
 * @param label the column of the dataset that is predicted
 * @param output the key of the prediction in responses
 * @param learner the learner that fitted the model
 * @param target what is predicted
 * @param features in the order of the dataset's columns; one for each column, but a date has one for each of its parts, in a row
 * @param ignored the columns of the dataset that the model does not use; requests may contain them
 * @param formats how the cells of columns are written, by the name of the column; without those that are plain
 */
public record Pipeline(
        String label,
        String output,
        String learner,
        Target target,
        List<Feature> features,
        List<String> ignored,
        Map<String, ColumnFormat> formats) {
    public Pipeline {
        features = List.copyOf(features);
        ignored = List.copyOf(ignored);
        // Keeps the order: the order of Map.copyOf differs between processes.
        formats = Collections.unmodifiableMap(new LinkedHashMap<>(formats));
    }

    /** A pipeline whose columns are all plain. */
    public Pipeline(
            String label, String output, String learner, Target target, List<Feature> features, List<String> ignored) {
        this(label, output, learner, target, features, ignored, Map.of());
    }

    /** The number of columns of the encoded matrix, without the intercept. */
    public int encodedWidth() {
        return features.stream().mapToInt(Feature::width).sum();
    }

    /** The heap memory of the pipeline and of the {@link RowFormat} that is made from it, in bytes, about. */
    public long heapBytes() {
        return HeapSize.pipeline(this);
    }

    /** The columns of the dataset that the model needs, each once. */
    public List<Input> inputs() {
        return Input.of(features);
    }
}
