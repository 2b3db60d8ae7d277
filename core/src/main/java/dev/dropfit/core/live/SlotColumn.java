package dev.dropfit.core.live;

import dev.dropfit.core.model.Feature;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The slots of a column. Finding one takes the same steps for each value: live values are in any order, so a processor could not foresee a branch. */
sealed interface SlotColumn {
    /** The index of the feature in a row. */
    int feature();

    /** The slot of a value of the feature. */
    int slot(double value);

    /** Counts a row in its slot. */
    default void count(double[] row, long[] cells, int from) {
        cells[from + slot(row[feature()])]++;
    }

    /**
     * Ranges of numbers; a single one for values that are only present or missing.
     *
     * @param first the slot of the first bin
     * @param missing that of missing values
     * @param bounds of the bins, and infinite ones after them: one less than a power of two
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once for a model and never compared.
    record Numbers(int feature, int first, int missing, double[] bounds) implements SlotColumn {
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
    record Categories(int feature, int[] slots) implements SlotColumn {
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

        /** The number of codes: 0 is the first one. */
        int codes() {
            return (slots.length - index(0)) / 2;
        }

        @Override
        public int slot(double value) {
            return slots[index(value)];
        }
    }
}
