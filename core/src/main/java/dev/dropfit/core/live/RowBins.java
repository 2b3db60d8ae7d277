package dev.dropfit.core.live;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bins of a row. Each column has consecutive slots: its bins, then one for missing and one for unseen values. The slots of the score
 * are the last ones. Immutable.
 */
public final class RowBins {
    private final TrainingBins bins;
    private final Numbers[] numbers;
    private final Categories[] categories;
    private final @Nullable Column score;
    /** Whether the score is the probability of the second one of two classes. */
    private final boolean binary;

    private final int firstOfScore;
    private final int slots;

    /** The slots of a column. Finding one takes the same steps for each value: live values are in any order, so a processor could not foresee a branch. */
    private sealed interface Column {
        int slot(double value);
    }

    /**
     * Ranges of numbers; a single one for values that are only present or missing.
     *
     * @param first the slot of the first bin
     * @param missing that of missing values
     * @param bounds of the bins, and infinite ones after them: one less than a power of two
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once for a model and never compared.
    private record Numbers(int feature, int first, int missing, double[] bounds) implements Column {
        static Numbers of(ColumnBins column, int feature, int first) {
            int count = column.bounds().size();
            double[] bounds = new double[2 * Integer.highestOneBit(Math.max(1, count)) - 1];
            Arrays.fill(bounds, Double.POSITIVE_INFINITY);
            for (int i = 0; i < count; i++) {
                bounds[i] = column.bounds().get(i);
            }
            return new Numbers(feature, first, first + column.bins(), bounds);
        }

        @Override
        public int slot(double value) {
            int below = 0;
            for (int step = (bounds.length + 1) >> 1; step > 0; step >>= 1) {
                below += bounds[below + step - 1] < value ? step : 0;
            }
            return Double.isNaN(value) ? missing : first + below;
        }
    }

    /**
     * Codes of categories.
     *
     * @param slots of each code, by {@link #index}
     */
    @SuppressWarnings("ArrayRecordComponent") // As above.
    private record Categories(int feature, int[] slots) implements Column {
        /**
         * @param levels in the order of their codes
         * @param codes the number of codes: there may be more of them, for other and for missing values
         */
        static Categories of(ColumnBins column, int feature, int first, List<String> levels, int codes) {
            Map<String, Integer> own = new HashMap<>();
            column.levels().forEach(level -> own.put(level, own.size()));
            int[] slots = new int[index(codes)];
            Arrays.fill(slots, first + own.size());
            for (int code = 0; code < levels.size(); code++) {
                slots[index(code)] = first + own.getOrDefault(levels.get(code), own.size());
            }
            slots[index(Feature.Categorical.ABSENT)] = first + column.bins();
            slots[index(Feature.Categorical.NONE)] = first + column.bins() + 1;
            return new Categories(feature, slots);
        }

        static Categories of(ColumnBins column, Feature.Categorical categorical, int feature, int first) {
            Categories place = of(column, feature, first, categorical.levels(), categorical.width());
            if (categorical.hasMissing()) {
                place.slots[index(categorical.missing())] = first + column.bins();
            }
            return place;
        }

        /** {@link Feature.Categorical#ABSENT} has 0, and halves have an index too. */
        private static int index(double code) {
            return (int) (2 * (code - Feature.Categorical.ABSENT));
        }

        @Override
        public int slot(double value) {
            return slots[index(value)];
        }
    }

    /** The bins for rows of a pipeline. Columns that it does not have are not counted. */
    public RowBins(TrainingBins bins, Pipeline pipeline) {
        this.bins = bins;
        Map<String, Input> inputs = new HashMap<>();
        pipeline.inputs().forEach(input -> inputs.put(input.column(), input));
        List<Numbers> ofNumbers = new ArrayList<>();
        List<Categories> ofCategories = new ArrayList<>();
        int first = 0;
        for (ColumnBins column : bins.columns()) {
            Input input = inputs.get(column.column());
            boolean hasCategories = column.kind() == ColumnBins.Kind.CATEGORIES;
            if (input != null && input.feature() instanceof Feature.Categorical categorical) {
                if (hasCategories) {
                    ofCategories.add(Categories.of(column, categorical, input.first(), first));
                }
            } else if (input != null && !hasCategories) {
                ofNumbers.add(Numbers.of(column, input.first(), first));
            }
            first += column.bins() + 2;
        }
        numbers = ofNumbers.toArray(Numbers[]::new);
        categories = ofCategories.toArray(Categories[]::new);
        binary = pipeline.target() instanceof Target.Classes classes && classes.binary();
        firstOfScore = first;
        score = bins.score().isPresent() ? score(bins.score().get(), first, pipeline.target()) : null;
        slots = first + bins.score().map(scores -> scores.bins() + 2).orElse(0);
    }

    private static Column score(ColumnBins scores, int first, Target target) {
        return target instanceof Target.Classes classes && !classes.binary()
                ? Categories.of(scores, 0, first, classes.values(), classes.size())
                : Numbers.of(scores, 0, first);
    }

    /** The bins that were fixed by training. */
    public TrainingBins bins() {
        return bins;
    }

    /** The number of slots. */
    public int slots() {
        return slots;
    }

    /** Receives the slots of a row. */
    @FunctionalInterface
    public interface Sink {
        /** Counts the row in a slot. */
        void add(int slot);
    }

    /**
     * Finds the slots of a row: one for each column, and one for the score.
     *
     * @param row one value per feature
     * @param scores of the row
     */
    public void find(double[] row, double[] scores, Sink sink) {
        for (Numbers column : numbers) {
            sink.add(column.slot(row[column.feature]));
        }
        for (Categories column : categories) {
            sink.add(column.slot(row[column.feature]));
        }
        if (score != null) {
            sink.add(scoreSlot(score, scores));
        }
    }

    /** The bin of the score of a row among the bins of the score; -1 if it has none. */
    public int scoreBin(double[] scores) {
        return score == null ? -1 : scoreSlot(score, scores) - firstOfScore;
    }

    private int scoreSlot(Column column, double[] scores) {
        return column.slot(column instanceof Categories ? highest(scores) : scores[binary ? 1 : 0]);
    }

    private static int highest(double[] scores) {
        int highest = 0;
        for (int k = 1; k < scores.length; k++) {
            if (scores[k] > scores[highest]) {
                highest = k;
            }
        }
        return highest;
    }
}
