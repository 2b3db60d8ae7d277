package dev.dropfit.core.model;

import dev.dropfit.core.format.ColumnFormat;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

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
 * @param positions the columns of a row without names, in order: those of earlier models first, so that their clients' arrays stay
 *     valid; a column that is not an input has its place and no meaning
 * @param optional the inputs that a row may leave out: earlier models did not have them
 * @param threshold for two classes, the lowest probability of the positive one for which it is predicted, from 0 to 1; if absent, the more
 *     likely class is predicted
 */
public record Pipeline(
        String label,
        String output,
        String learner,
        Target target,
        List<Feature> features,
        List<String> ignored,
        Map<String, ColumnFormat> formats,
        List<String> positions,
        List<String> optional,
        OptionalDouble threshold) {
    public Pipeline {
        features = List.copyOf(features);
        ignored = List.copyOf(ignored);
        // Keeps the order: the order of Map.copyOf differs between processes.
        formats = Collections.unmodifiableMap(new LinkedHashMap<>(formats));
        positions = List.copyOf(positions);
        optional = List.copyOf(optional);
        if (threshold.isPresent()
                && !(threshold.getAsDouble() >= 0
                        && threshold.getAsDouble() <= 1
                        && target instanceof Target.Classes classes
                        && classes.binary())) {
            throw new IllegalArgumentException("The threshold is " + threshold.getAsDouble()
                    + "; only a model with two classes has one, and it is a probability");
        }
        Set<String> placed = new HashSet<>(positions);
        List<String> inputs = columns(features);
        if (placed.size() < positions.size() || !placed.containsAll(inputs) || !inputs.containsAll(optional)) {
            throw new IllegalArgumentException("The columns of a row are " + positions
                    + " and those that may be absent " + optional + "; each input needs one place");
        }
    }

    /** A pipeline without earlier models: a row has the inputs in their order, and all of them. */
    public Pipeline(
            String label,
            String output,
            String learner,
            Target target,
            List<Feature> features,
            List<String> ignored,
            Map<String, ColumnFormat> formats) {
        this(
                label,
                output,
                learner,
                target,
                features,
                ignored,
                formats,
                columns(features),
                List.of(),
                OptionalDouble.empty());
    }

    /** A pipeline without earlier models, whose columns are all plain. */
    public Pipeline(
            String label, String output, String learner, Target target, List<Feature> features, List<String> ignored) {
        this(label, output, learner, target, features, ignored, Map.of());
    }

    private static List<String> columns(List<Feature> features) {
        return Input.of(features).stream().map(Input::column).toList();
    }

    /** The same model for requests of the earlier models too. */
    public Pipeline accepting(List<String> positions, List<String> optional, Map<String, ColumnFormat> formats) {
        return new Pipeline(label, output, learner, target, features, ignored, formats, positions, optional, threshold);
    }

    /** The same model, which predicts the positive class from this probability on. */
    public Pipeline withThreshold(double lowest) {
        return new Pipeline(
                label,
                output,
                learner,
                target,
                features,
                ignored,
                formats,
                positions,
                optional,
                OptionalDouble.of(lowest));
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
