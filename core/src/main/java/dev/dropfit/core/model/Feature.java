package dev.dropfit.core.model;

import dev.dropfit.core.csv.Spelling;
import dev.dropfit.core.csv.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One column of the dataset as input of a model, or one part of a column of dates or texts. A feature maps a cell to one {@code double} of a row, and
 * fills {@link #width} columns of the encoded matrix.
 */
public sealed interface Feature {
    /** The column of the dataset. */
    String column();

    /** The number of columns of the encoded matrix for this feature. */
    int width();

    /**
     * The name of an encoded column: the column's name for a number, {@code column.part} for a part of a date, {@code column=level} for a
     * category, {@code column=term} for a term of a text. A {@code \} precedes each {@code \} and {@code =} of the column's name. {@link #encodedNames} makes the names unique.
     *
     * @param index from 0 to {@link #width} - 1
     */
    String encodedName(int index);

    /** The value in a row for a missing cell. */
    double missing();

    /**
     * A number. Encoding replaces missing values by the median, then standardises. A row contains the number of the cell, or the part of the
     * date or text in the cell.
     *
     * @param part the part of the date; empty for other columns
     * @param text the part of the text; empty for other columns
     * @param median of the training rows that have a value
     * @param mean of the training rows, after imputation
     * @param scale the population standard deviation of the training rows, after imputation; 1 where it is 0
     */
    record Numeric(
            String column, Optional<DatePart> part, Optional<TextPart> text, double median, double mean, double scale)
            implements Feature {
        private static final double PRECISE = 1e-9;

        /** A column of numbers. */
        public Numeric(String column, double median, double mean, double scale) {
            this(column, Optional.empty(), Optional.empty(), median, mean, scale);
        }

        /** A part of a date, or a column of numbers. */
        public Numeric(String column, Optional<DatePart> part, double median, double mean, double scale) {
            this(column, part, Optional.empty(), median, mean, scale);
        }

        /** A term of a text: 0 if the text does not have it, not standardised. */
        public Numeric(String column, TextPart term, double scale) {
            this(column, Optional.empty(), Optional.of(term), 0, 0, scale);
        }

        public Numeric {
            if (!Double.isFinite(median) || !Double.isFinite(mean) || !Double.isFinite(scale) || scale <= 0) {
                throw new IllegalArgumentException(
                        "Feature " + column + " has median " + median + ", mean " + mean + ", scale " + scale);
            }
        }

        /** Whether the training rows are only 0 and 1: then the variance follows from the mean. */
        boolean isFlag() {
            double variance = mean * (1 - mean);
            return part.isEmpty()
                    && text.isEmpty()
                    && variance > 0
                    && Math.abs(scale * scale - variance) < PRECISE * variance;
        }

        /** The standardised value; that of the median for a missing one. */
        public double encode(double value) {
            return standardise(Double.isNaN(value) ? median : value);
        }

        /** The standardised value; NaN for a missing one. */
        public double standardise(double value) {
            return (value - mean) / scale;
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public String encodedName(int index) {
            return escaped(column)
                    + part.map(datePart -> "." + datePart.component().text()).orElse("")
                    + text.map(textPart -> "=" + textPart.term()).orElse("");
        }

        @Override
        public double missing() {
            // A missing text has no terms.
            return text.isPresent() && !text.get().isLength() ? 0 : Double.NaN;
        }
    }

    /**
     * A category: one encoded column for each level in the training rows.
     *
     * <p>A row contains a code: the index of the level; after the levels, if they exist, one code for {@code other} and one for {@code
     * missing}; {@link #NONE} for a value without a code.
     */
    final class Categorical implements Feature {
        /** The code of a value that is not in the training rows. */
        public static final int NONE = -1;

        /**
         * What a row has instead of {@link #NONE} if the value is missing, and no training row has a missing one. As an {@code int} it is
         * {@link #NONE}, so scorers treat both alike.
         */
        public static final double ABSENT = -1.5;

        private static final int CACHED_NUMBERS = 64;

        private final String column;
        private final List<String> levels;
        private final boolean other;
        private final boolean missing;
        private final Map<String, Integer> codes;
        /** The codes of the smallest whole numbers, because most numeric categories are among them. */
        private final int[] codesOfNumbers = new int[CACHED_NUMBERS];
        /** The codes of the levels that mean false and true; empty if the levels are not booleans. */
        private final int[] codesOfBooleans;

        /** The number of digits of all levels that are digits, if some begin with 0; otherwise 0. */
        private final int digits;

        private final int codeOfFalse;
        private final int codeOfTrue;
        /** The position of each code in the order of the levels; null if they have none. */
        private final int @Nullable [] positions;
        /** The code of the only level with this {@link Spelling#key}, {@link #NONE} for two; null if each spelling is a value of its own. */
        private final @Nullable Map<String, Integer> codesOfSpellings;

        /**
         * @param levels as {@link Values#category(String)} returns them, each once
         * @param other whether one more level stands for all rare ones
         * @param missing whether the training rows have missing values, which are one more level then
         */
        public Categorical(String column, List<String> levels, boolean other, boolean missing) {
            this(column, levels, other, missing, null, false);
        }

        private Categorical(
                String column,
                List<String> levels,
                boolean other,
                boolean missing,
                int @Nullable [] positions,
                boolean anySpelling) {
            this.column = column;
            this.positions = positions;
            this.levels = List.copyOf(levels);
            this.other = other;
            this.missing = missing;
            codes = new HashMap<>();
            for (String level : levels) {
                if (codes.put(level, codes.size()) != null) {
                    throw new IllegalArgumentException("Feature " + column + " has the level '" + level + "' twice");
                }
            }
            codesOfBooleans = BooleanTexts.codes(levels);
            digits = digits(levels);
            codesOfSpellings = anySpelling ? codesOfSpellings(levels) : null;
            for (int number = 0; number < CACHED_NUMBERS; number++) {
                codesOfNumbers[number] = code(Integer.toString(number));
            }
            codeOfFalse = code("false");
            codeOfTrue = code("true");
        }

        private static Map<String, Integer> codesOfSpellings(List<String> levels) {
            Map<String, Integer> codes = new HashMap<>();
            for (int code = 0; code < levels.size(); code++) {
                codes.merge(Spelling.key(levels.get(code)), code, (one, other) -> NONE);
            }
            return codes;
        }

        private static int digits(List<String> levels) {
            int digits = 0;
            boolean padded = false;
            for (String level : levels) {
                if (isDigits(level)) {
                    if (digits > 0 && digits != level.length()) {
                        return 0;
                    }
                    digits = level.length();
                    padded = padded || level.charAt(0) == '0';
                }
            }
            return padded ? digits : 0;
        }

        private static boolean isDigits(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return !text.isEmpty();
        }

        /** The code of a number whose leading zeros a program has removed, such as 37 for the level {@code 00037}; {@link #NONE} for others. */
        private int codeOfPadded(String category) {
            return category.length() < digits && isDigits(category)
                    ? codes.getOrDefault("0".repeat(digits - category.length()) + category, NONE)
                    : NONE;
        }

        /**
         * The same category with an order of its levels, by which trees split: a level is at one side of a position, and levels that are
         * not in the training rows are at 0.
         *
         * @param order the position of each code: whole numbers other than 0, each once
         */
        public Categorical ordered(int[] order) {
            int[] sorted = order.clone();
            Arrays.sort(sorted);
            for (int i = 0; i < sorted.length; i++) {
                if (sorted[i] == 0 || (i > 0 && sorted[i] == sorted[i - 1])) {
                    throw new IllegalArgumentException(
                            "Feature " + column + " has a level at 0, or two at " + sorted[i] + ", in its order");
                }
            }
            if (order.length != width()) {
                throw new IllegalArgumentException(
                        "Feature " + column + " has " + order.length + " positions for " + width() + " levels");
            }
            return new Categorical(column, levels, other, missing, order.clone(), takesAnySpelling());
        }

        /** The same category, where a text that differs from exactly one level only in case and blanks is this level. */
        public Categorical ofAnySpelling() {
            return new Categorical(column, levels, other, missing, positions, true);
        }

        /** Whether a text that differs from exactly one level only in case and blanks is this level. */
        public boolean takesAnySpelling() {
            return codesOfSpellings != null;
        }

        /** Whether the levels have an order. */
        public boolean isOrdered() {
            return positions != null;
        }

        /** The position of a code in the order of the levels; 0 for {@link #NONE}, and if the levels have no order. */
        public int position(int code) {
            return positions == null || code < 0 ? 0 : positions[code];
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

        /**
         * The code of a category, as {@link Values#category(String)} returns it: that of its level, that of other, or {@link #NONE}. If the
         * levels are booleans, all spellings of a boolean have the code of its level: {@code true}, {@code TRUE}, {@code yes}, {@code 1}. So do
         * other spellings of a level if the category {@link #takesAnySpelling}, and digits without their leading zeros if all levels of digits are
         * equally long.
         */
        public int code(String category) {
            Integer code = codes.get(category);
            if (code != null) {
                return code;
            }
            int meaning = codesOfBooleans.length == 0 ? BooleanTexts.NEITHER : BooleanTexts.meaning(category);
            if (meaning != BooleanTexts.NEITHER && codesOfBooleans[meaning] != NONE) {
                return codesOfBooleans[meaning];
            }
            int alike = codesOfSpellings == null
                    ? codeOfPadded(category)
                    : codesOfSpellings.getOrDefault(Spelling.key(category), codeOfPadded(category));
            return alike != NONE ? alike : other ? levels.size() : NONE;
        }

        /** The code of a number as a category. */
        public int code(double number) {
            int whole = (int) number;
            return whole == number && whole >= 0 && whole < CACHED_NUMBERS
                    ? codesOfNumbers[whole]
                    : code(Values.category(number));
        }

        /** The code of a boolean as a category. */
        public int code(boolean value) {
            return value ? codeOfTrue : codeOfFalse;
        }

        /** Whether this category is a level. */
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

        /** The name of a code for users: the level, {@code (other)} or {@code (missing)}. */
        public String levelName(int code) {
            return code < levels.size() ? levels.get(code) : missing && code == width() - 1 ? "(missing)" : "(other)";
        }

        @Override
        public String encodedName(int index) {
            // A level of the dataset may have the name "(other)" too; only levels of the dataset have a "=".
            return escaped(column) + (index < levels.size() ? "=" : "") + levelName(index);
        }
    }

    /** The names of the encoded columns that trees split by: those of all features, then one for each feature with ordered levels. */
    static List<String> namesForTrees(List<Feature> features) {
        List<String> names = encodedNames(features);
        for (Feature feature : features) {
            if (hasOrder(feature)) {
                // In other names, a backslash follows a backslash, or precedes = or a dot.
                names.add(escaped(feature.column()) + "\\order");
            }
        }
        return names;
    }

    /** The index of the feature of each encoded column that trees split by, in the order of {@link #namesForTrees}. */
    static int[] featuresOfTreeColumns(List<Feature> features) {
        IntStream ofColumns = IntStream.range(0, features.size())
                .flatMap(feature -> IntStream.generate(() -> feature)
                        .limit(features.get(feature).width()));
        IntStream ofOrders = IntStream.range(0, features.size()).filter(feature -> hasOrder(features.get(feature)));
        return IntStream.concat(ofColumns, ofOrders).toArray();
    }

    /** Whether this feature is a category with ordered levels. */
    static boolean hasOrder(Feature feature) {
        return feature instanceof Categorical categorical && categorical.isOrdered();
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("=", "\\=");
    }

    /** Whether this feature is a part of a date. */
    static boolean isDatePart(Feature feature) {
        return feature instanceof Numeric numeric && numeric.part().isPresent();
    }

    /** Whether this feature is a part of a text. */
    static boolean isTextPart(Feature feature) {
        return feature instanceof Numeric numeric && numeric.text().isPresent();
    }

    /**
     * The unique names of all encoded columns, in the order of the features. If a column has the same name as a part of a date, such as {@code
     * signup.year}, the part gets the name {@code signup\.year}, which no escaped name equals.
     */
    static List<String> encodedNames(List<Feature> features) {
        Set<String> columns = features.stream().anyMatch(Feature::isDatePart) ? namesOfColumns(features) : Set.of();
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

    private static Set<String> namesOfColumns(List<Feature> features) {
        Set<String> names = new HashSet<>();
        for (Feature feature : features) {
            if (!isDatePart(feature)) {
                for (int i = 0; i < feature.width(); i++) {
                    names.add(feature.encodedName(i));
                }
            }
        }
        return names;
    }
}
