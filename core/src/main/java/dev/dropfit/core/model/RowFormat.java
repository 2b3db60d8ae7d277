package dev.dropfit.core.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.Text;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.text.TextEncoder;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a model's rows. Made once per model, so that a request does not have to. Thread-safe. */
public final class RowFormat {
    /**
     * The name in {@link Model#metrics()} of an object that has, for each column of numbers, an array of its smallest and its largest number in
     * the dataset.
     */
    public static final String RANGES = "ranges";

    /** Where the smallest and the largest number are not known: a number this many standard deviations from the mean is implausible. */
    private static final int MAX_DEVIATIONS = 10;

    private static final int SHOWN_COLUMNS = 10;
    private static final int SHOWN_LENGTH = 40;

    /** Powers of ten up to this one are exact. */
    private static final int MAX_EXACT_POWER = 22;

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
    private final @Nullable JsonObject ranges;
    /** The inputs whose numbers have bounds of what is plausible. */
    private final int[] bounded;

    /** The bounds of each input; for inputs without them, those of all numbers. */
    private final double[] lowest;

    private final double[] highest;
    private final boolean isStrict;
    /** Made for the first request that is strict: most models never get one. Two threads may each make one; they are the same. */
    private volatile @Nullable RowFormat strict;

    /** The fields of the rows of a model. */
    public RowFormat(Model model) {
        this(
                model.pipeline(),
                model.scorer().learnedMissing(),
                model.metrics().get(RANGES) instanceof JsonObject ranges ? ranges : null,
                false);
    }

    /** The fields of the rows of a pipeline whose missing numbers count as the median. */
    public RowFormat(Pipeline pipeline) {
        this(pipeline, false, null, false);
    }

    private RowFormat(Pipeline pipeline, boolean learnedMissing, @Nullable JsonObject ranges, boolean isStrict) {
        this.pipeline = pipeline;
        this.ranges = ranges;
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
        lowest = new double[features.length];
        highest = new double[features.length];
        Arrays.fill(lowest, -Double.MAX_VALUE);
        Arrays.fill(highest, Double.MAX_VALUE);
        int[] numbers = new int[features.length];
        int count = 0;
        for (int input = 0; input < features.length; input++) {
            if (features[input] instanceof Feature.Numeric numeric && !times[input] && texts[input] == null) {
                numbers[count++] = input;
                setBounds(input, numeric);
            }
        }
        bounded = Arrays.copyOf(numbers, count);
    }

    /**
     * Sets the bounds of the plausible numbers of an input: at most as far from the numbers of training as these are from each other. They have two
     * digits, away from these numbers, so that no message shows a value of a row.
     */
    private void setBounds(int input, Feature.Numeric numeric) {
        double min = numeric.mean();
        double max = numeric.mean();
        double most = MAX_DEVIATIONS * numeric.scale();
        if (ranges != null
                && ranges.get(numeric.column()) instanceof JsonArray ends
                && ends.size() == 2
                && ends.get(0) instanceof JsonPrimitive first
                && ends.get(1) instanceof JsonPrimitive last
                && first.isNumber()
                && last.isNumber()
                && last.getAsDouble() > first.getAsDouble()) {
            min = first.getAsDouble();
            max = last.getAsDouble();
            most = max - min;
        }
        lowest[input] = 0.0 - roundedUp(most - min);
        highest[input] = roundedUp(max + most);
    }

    /** The next number of two digits. */
    private static double roundedUp(double number) {
        if (number == 0 || !Double.isFinite(number)) {
            return number;
        }
        int power = (int) Math.floor(Math.log10(Math.abs(number))) - 1;
        double unit = Math.pow(10, Math.min(MAX_EXACT_POWER, Math.abs(power)));
        return power < 0 ? Math.ceil(number * unit) / unit : Math.ceil(number / unit) * unit;
    }

    /**
     * Finds a number that is implausible: much smaller or larger than all numbers of training.
     *
     * @param row one value per feature
     * @param start where to begin: 0, or one after an index that was found
     * @return an index for {@link #bounded}; -1 for none
     */
    public int findImplausible(double[] row, int start) {
        // For each row of each request: no objects, and most rows have none.
        for (int i = start; i < bounded.length; i++) {
            int input = bounded[i];
            double value = row[places[input]];
            if (value < lowest[input] || value > highest[input]) {
                return i;
            }
        }
        return -1;
    }

    /** An input whose numbers have bounds of what is plausible. */
    public int bounded(int index) {
        return bounded[index];
    }

    /** The plausible numbers of an input, for messages. */
    public String plausible(int input) {
        return "from " + Values.category(lowest[input]) + " to " + Values.category(highest[input]);
    }

    /** The lowest plausible number of an input. */
    public double lowest(int input) {
        return lowest[input];
    }

    /** The highest plausible number of an input. */
    public double highest(int input) {
        return highest[input];
    }

    /** Whether the model has learned what missing numbers mean; otherwise they count as the median. */
    public boolean learnedMissing() {
        return learnedMissing;
    }

    /** The same fields, for rows in which a category that training has not seen, or a number far from those of training, is an error. */
    public RowFormat strict() {
        RowFormat made = strict;
        if (made == null) {
            made = new RowFormat(pipeline, learnedMissing, ranges, true);
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

    /** Whether an input is a number or a category that is written plainly: no date, no text, no unit. */
    public boolean isPlain(int input) {
        return formats[input] == null && !times[input] && texts[input] == null;
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

    /**
     * Checks that the columns of a CSV are all that the model needs.
     *
     * @param header its names, on the first line
     * @throws InvalidTableException when some are missing; one sentence names them and what was found
     */
    public void checkHeader(List<String> header) throws InvalidTableException {
        List<String> missing = inputs.stream()
                .map(Input::column)
                .filter(column -> !header.contains(column) && !isOptional(find(column)))
                .toList();
        if (missing.size() == 1) {
            throw new InvalidTableException(
                    new Problem(1, missing.get(0), "the header does not have this column; the model needs it"));
        }
        if (!missing.isEmpty()) {
            throw new InvalidTableException(new Problem(
                    1,
                    null,
                    "the header does not have the columns " + shown(missing) + ", which the model needs; found are "
                            + shown(header)));
        }
    }

    private static String shown(List<String> columns) {
        return Text.list(
                columns.stream()
                        .map(column -> "'" + Text.truncate(column, SHOWN_LENGTH) + "'")
                        .toList(),
                SHOWN_COLUMNS);
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
