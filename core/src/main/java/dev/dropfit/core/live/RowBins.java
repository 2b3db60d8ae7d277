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
    private static final int NO_CODE = -2;

    private final TrainingBins bins;
    private final Place[] places;
    private final @Nullable Place score;
    private final boolean binary;
    private final int slots;

    /** Where the values of a column are counted. */
    @SuppressWarnings("ArrayRecordComponent") // Made once for a model and never compared.
    private record Place(
            int feature,
            int first,
            int count,
            double @Nullable [] bounds,
            int @Nullable [] binOfCode,
            int missingCode) {
        private static Place of(ColumnBins bins, int feature, int first, int @Nullable [] binOfCode, int missingCode) {
            double[] bounds = bins.kind() == ColumnBins.Kind.NUMBERS
                    ? bins.bounds().stream().mapToDouble(Double::doubleValue).toArray()
                    : null;
            return new Place(feature, first, bins.bins(), bounds, binOfCode, missingCode);
        }

        int slot(double value) {
            if (bounds != null) {
                return first + (Double.isNaN(value) ? count : bin(bounds, value));
            }
            if (binOfCode == null) {
                return first + (Double.isNaN(value) ? count : 0);
            }
            int code = (int) value;
            if (code == missingCode || value == Feature.Categorical.ABSENT) {
                return first + count;
            }
            return first + (code < 0 ? count + 1 : binOfCode[code]);
        }

        /** The number of bounds that are below a number. */
        private static int bin(double[] bounds, double value) {
            int low = 0;
            int high = bounds.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (bounds[middle] < value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /** The bins for rows of a pipeline. Columns that it does not have are not counted. */
    public RowBins(TrainingBins bins, Pipeline pipeline) {
        this.bins = bins;
        Map<String, Input> inputs = new HashMap<>();
        pipeline.inputs().forEach(input -> inputs.put(input.column(), input));
        List<Place> found = new ArrayList<>();
        int first = 0;
        for (ColumnBins column : bins.columns()) {
            Input input = inputs.get(column.column());
            if (input != null && fits(column, input.feature())) {
                found.add(place(column, input, first));
            }
            first += column.bins() + 2;
        }
        places = found.toArray(Place[]::new);
        binary = pipeline.target() instanceof Target.Classes classes && classes.binary();
        ColumnBins scores = bins.score().orElse(null);
        score = scores == null
                ? null
                : Place.of(
                        scores,
                        0,
                        first,
                        pipeline.target() instanceof Target.Classes classes && !classes.binary()
                                ? codes(scores, classes.values())
                                : null,
                        NO_CODE);
        slots = first + (scores == null ? 0 : scores.bins() + 2);
    }

    private static boolean fits(ColumnBins column, Feature feature) {
        return (column.kind() == ColumnBins.Kind.CATEGORIES) == (feature instanceof Feature.Categorical);
    }

    private static Place place(ColumnBins column, Input input, int first) {
        if (input.feature() instanceof Feature.Categorical categorical) {
            int[] binOfCode = new int[categorical.width()];
            int[] ofLevels = codes(column, categorical.levels());
            Arrays.fill(binOfCode, column.levels().size());
            System.arraycopy(ofLevels, 0, binOfCode, 0, ofLevels.length);
            return Place.of(
                    column,
                    input.first(),
                    first,
                    binOfCode,
                    categorical.hasMissing() ? (int) categorical.missing() : NO_CODE);
        }
        return Place.of(column, input.first(), first, null, NO_CODE);
    }

    /** The bin of each level. */
    private static int[] codes(ColumnBins column, List<String> levels) {
        Map<String, Integer> own = new HashMap<>();
        column.levels().forEach(level -> own.put(level, own.size()));
        return levels.stream()
                .mapToInt(level -> own.getOrDefault(level, own.size()))
                .toArray();
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
        for (Place place : places) {
            sink.add(place.slot(row[place.feature]));
        }
        if (score != null) {
            sink.add(scoreSlot(score, scores));
        }
    }

    /** The bin of the score of a row among the bins of the score; -1 if it has none. */
    public int scoreBin(double[] scores) {
        return score == null ? -1 : scoreSlot(score, scores) - score.first;
    }

    private int scoreSlot(Place place, double[] scores) {
        return place.slot(place.binOfCode == null ? scores[binary ? 1 : 0] : highest(scores));
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
