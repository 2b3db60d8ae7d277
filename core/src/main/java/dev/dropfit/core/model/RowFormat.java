package dev.dropfit.core.model;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.text.TextEncoder;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a model's rows. Made once per model, so that a request does not have to. Thread-safe. */
public final class RowFormat {
    private final List<Input> inputs;
    private final char[][] names;
    private final Feature[] features;
    private final int[] places;
    private final boolean[] times;
    private final @Nullable TextEncoder[] texts;
    private final @Nullable ColumnFormat[] formats;
    private final Map<String, Integer> indices = new HashMap<>();
    private final Set<String> unused = new HashSet<>();
    private final Set<String> required;
    private final int width;
    private final boolean hasTimes;
    private final boolean hasTexts;
    private final List<String> positions;
    private final int[] inputsByPosition;
    private final int minPositions;
    private final boolean[] optional;
    private final boolean learnedMissing;
    private final Pipeline pipeline;
    private final boolean isStrict;
    /** Made for the first request that is strict: most models never get one. Two threads may each make one; they are the same. */
    private volatile @Nullable RowFormat strict;

    /** The fields of the rows of a model. */
    public RowFormat(Model model) {
        this(model.pipeline(), model.scorer().learnedMissing(), false);
    }

    /** The fields of the rows of a pipeline whose missing numbers count as the median. */
    public RowFormat(Pipeline pipeline) {
        this(pipeline, false, false);
    }

    private RowFormat(Pipeline pipeline, boolean learnedMissing, boolean isStrict) {
        this.pipeline = pipeline;
        this.learnedMissing = learnedMissing;
        this.isStrict = isStrict;
        inputs = pipeline.inputs();
        names = inputs.stream().map(input -> input.column().toCharArray()).toArray(char[][]::new);
        features = inputs.stream().map(Input::feature).toArray(Feature[]::new);
        places = inputs.stream().mapToInt(Input::first).toArray();
        times = new boolean[features.length];
        texts = new TextEncoder[features.length];
        formats = new ColumnFormat[features.length];
        for (int i = 0; i < features.length; i++) {
            formats[i] = pipeline.formats().get(inputs.get(i).column());
            times[i] = inputs.get(i).isDateTime();
            texts[i] = inputs.get(i).isText() ? inputs.get(i).textEncoder() : null;
            indices.put(inputs.get(i).column(), i);
        }
        unused.add(pipeline.label());
        unused.addAll(pipeline.ignored());
        positions = pipeline.positions();
        inputsByPosition = positions.stream().mapToInt(this::find).toArray();
        optional = new boolean[features.length];
        pipeline.optional().forEach(column -> optional[find(column)] = true);
        required = new HashSet<>(indices.keySet());
        required.removeAll(pipeline.optional());
        int min = inputsByPosition.length;
        while (min > 0 && inputsByPosition[min - 1] >= 0 && optional[inputsByPosition[min - 1]]) {
            min--;
        }
        minPositions = min;
        width = pipeline.features().size();
        hasTexts = inputs.stream().anyMatch(Input::isText);
        hasTimes = inputs.stream().anyMatch(Input::isDateTime);
    }

    /** Whether the model has learned what missing numbers mean; otherwise they count as the median. */
    public boolean learnedMissing() {
        return learnedMissing;
    }

    /** The same fields, for rows in which a category that training has not seen, or a number far from those of training, is an error. */
    public RowFormat strict() {
        RowFormat made = strict;
        if (made == null) {
            made = new RowFormat(pipeline, learnedMissing, true);
            strict = made;
        }
        return made;
    }

    /** Whether a category that training has not seen, or a number far from those of training, is an error. */
    public boolean isStrict() {
        return isStrict;
    }

    public List<Input> inputs() {
        return inputs;
    }

    /** An input's name. Not to be changed. */
    public char[] name(int input) {
        return names[input];
    }

    /** An input's only feature; of a date or text the first of its parts. */
    public Feature feature(int input) {
        return features[input];
    }

    /** The index in a row of an input's first feature. */
    int place(int input) {
        return places[input];
    }

    /** Whether an input is a date or a time. */
    public boolean isTime(int input) {
        return times[input];
    }

    /** Whether an input is a text. */
    public boolean isText(int input) {
        return texts[input] != null;
    }

    /** The terms of an input; null if it is not a text. */
    @Nullable
    TextEncoder textEncoder(int input) {
        return texts[input];
    }

    /** How the cells of an input are written; null if they are plain. */
    @Nullable
    ColumnFormat columnFormat(int input) {
        return formats[input];
    }

    /** The index of the input of this name, -1 for none. */
    public int find(String field) {
        return indices.getOrDefault(field, -1);
    }

    /** The columns of a row without names, in order. Some may not be inputs. */
    public List<String> positions() {
        return positions;
    }

    /** The input at a position of a row without names, -1 for a column that the model does not use. */
    public int inputAt(int position) {
        return inputsByPosition[position];
    }

    /** The least number of values of a row without names: the last ones may be optional. */
    public int minPositions() {
        return minPositions;
    }

    /** Whether a row may leave an input out; it is missing then. */
    public boolean isOptional(int input) {
        return optional[input];
    }

    /** The names of the inputs that every row must have. */
    public Set<String> required() {
        return Collections.unmodifiableSet(required);
    }

    /** Whether the dataset has this column, but the model does not use it. */
    public boolean isUnused(String field) {
        return unused.contains(field);
    }

    /** The number of a row's values, one per feature. */
    public int width() {
        return width;
    }

    /** Whether some of the inputs are texts. */
    boolean hasTexts() {
        return hasTexts;
    }

    /** Whether some of the inputs are dates. */
    public boolean hasTimes() {
        return hasTimes;
    }

    /** What an input accepts, for messages. */
    public String accepted(int input) {
        ColumnFormat written = formats[input];
        if (written != null
                && written.notation().isPresent()
                && !isText(input)
                && !(features[input] instanceof Feature.Categorical)) {
            return written.notation().get().accepted();
        }
        if (times[input]) {
            return DateTimes.ACCEPTED;
        }
        return features[input] instanceof Feature.Numeric && !isText(input)
                ? "a number"
                : "a string, a number or a boolean";
    }
}
