package dev.dropfit.core.model;

import dev.dropfit.core.csv.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One column as a model sees it, or one part of a date. A feature turns a cell into one {@code double} of a row, and stands for {@link
 * #width} columns of the encoded matrix.
 */
public sealed interface Feature {
    /** The dataset's column. */
    String column();

    /** How many columns of the encoded matrix this feature fills. */
    int width();

    /**
     * The name of an encoded column: the column's name for a number, {@code column.part} for a part of a date, {@code column=level} for a
     * category, with {@code \} before each {@code \} and {@code =} of the column's name. {@link #encodedNames} makes it unique.
     *
     * @param index from 0 to {@link #width} - 1
     */
    String encodedName(int index);

    /** The value in a row that stands for a missing cell. */
    double missing();

    /**
     * A number: missing values become the median, then it is shifted and scaled. In a row it is the cell's number, or the part that is taken
     * from the cell's date.
     *
     * @param part what is taken from a date; empty when cells hold numbers
     * @param median of the training rows that have a value
     * @param mean of the training rows, after imputation
     * @param scale their population standard deviation; 1 where that is 0
     */
    record Numeric(String column, Optional<DatePart> part, double median, double mean, double scale)
            implements Feature {
        /** A column of numbers. */
        public Numeric(String column, double median, double mean, double scale) {
            this(column, Optional.empty(), median, mean, scale);
        }

        public Numeric {
            if (!Double.isFinite(median) || !Double.isFinite(mean) || !Double.isFinite(scale) || scale <= 0) {
                throw new IllegalArgumentException(
                        "Feature " + column + " has median " + median + ", mean " + mean + ", scale " + scale);
            }
        }

        /** The value that the model weighs. */
        public double encode(double value) {
            return ((Double.isNaN(value) ? median : value) - mean) / scale;
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public String encodedName(int index) {
            return escaped(column)
                    + part.map(datePart -> "." + datePart.component().text()).orElse("");
        }

        @Override
        public double missing() {
            return Double.NaN;
        }
    }

    /**
     * A category: one encoded column per level that training has seen, none for a level that it has not.
     *
     * <p>In a row it is a code: the level's index; then, where they exist, one code for {@code other} and one for {@code missing}; {@link
     * #NONE} for a value that none of these covers.
     */
    final class Categorical implements Feature {
        /** The code of a value that training has not seen. */
        public static final int NONE = -1;

        private static final int SMALL = 64;

        private final String column;
        private final List<String> levels;
        private final boolean other;
        private final boolean missing;
        private final Map<String, Integer> codes;
        /** The codes of the whole numbers from 0 on, which most categories are that come as numbers. */
        private final int[] small = new int[SMALL];

        /**
         * @param levels as {@link Values#category(String)} writes them, each once
         * @param other whether rare levels were put together as one more
         * @param missing whether training has seen missing values, which are one more level then
         */
        public Categorical(String column, List<String> levels, boolean other, boolean missing) {
            this.column = column;
            this.levels = List.copyOf(levels);
            this.other = other;
            this.missing = missing;
            codes = new HashMap<>();
            for (String level : levels) {
                if (codes.put(level, codes.size()) != null) {
                    throw new IllegalArgumentException("Feature " + column + " has the level '" + level + "' twice");
                }
            }
            for (int number = 0; number < SMALL; number++) {
                small[number] = code(Integer.toString(number));
            }
        }

        @Override
        public String column() {
            return column;
        }

        public List<String> levels() {
            return levels;
        }

        public boolean hasOther() {
            return other;
        }

        public boolean hasMissing() {
            return missing;
        }

        /** The code of a category as {@link Values#category(String)} writes it: the level's, other's, or {@link #NONE}. */
        public int code(String category) {
            Integer code = codes.get(category);
            return code != null ? code : other ? levels.size() : NONE;
        }

        /** The code of a number as a category. */
        public int code(double number) {
            int whole = (int) number;
            return whole == number && whole >= 0 && whole < SMALL ? small[whole] : code(Values.category(number));
        }

        /** Whether training has seen this category as a level of its own. */
        public boolean knows(String category) {
            return codes.containsKey(category);
        }

        @Override
        public int width() {
            return levels.size() + (other ? 1 : 0) + (missing ? 1 : 0);
        }

        @Override
        public double missing() {
            return missing ? width() - 1 : NONE;
        }

        /** What a person calls the level of this code: the level, {@code (other)} or {@code (missing)}. */
        public String levelName(int code) {
            return code < levels.size() ? levels.get(code) : missing && code == width() - 1 ? "(missing)" : "(other)";
        }

        @Override
        public String encodedName(int index) {
            // A level may be called "(other)" itself; the two that are none of the dataset's have no level's "=" before
            // them.
            return escaped(column) + (index < levels.size() ? "=" : "") + levelName(index);
        }
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("=", "\\=");
    }

    /** Whether this is one of the numbers that a date gives. */
    static boolean isDatePart(Feature feature) {
        return feature instanceof Numeric numeric && numeric.part().isPresent();
    }

    /**
     * The names of all encoded columns, feature after feature, each once. Where a column is called as a part of a date would be, {@code
     * signup.year}, the part is {@code signup\.year}, which no escaped name is.
     */
    static List<String> encodedNames(List<Feature> features) {
        Set<String> columns = new HashSet<>();
        for (Feature feature : features) {
            if (!isDatePart(feature)) {
                for (int i = 0; i < feature.width(); i++) {
                    columns.add(feature.encodedName(i));
                }
            }
        }
        List<String> names = new ArrayList<>();
        for (Feature feature : features) {
            for (int i = 0; i < feature.width(); i++) {
                String name = feature.encodedName(i);
                if (isDatePart(feature) && columns.contains(name)) {
                    int dot = name.lastIndexOf('.');
                    name = name.substring(0, dot) + "\\" + name.substring(dot);
                }
                names.add(name);
            }
        }
        return names;
    }
}
