package dev.dropfit.trainer.feature;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.DatePart;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.TextPart;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Fits features to the training rows: medians, means and scales like SimpleImputer and StandardScaler of scikit-learn, levels like its
 * OneHotEncoder.
 */
public final class FeatureFitter {
    /** The maximum number of all levels of a categorical column. */
    static final int MAX_FREQUENT_LEVELS = 2_000;
    /** The number of training rows with which a level is kept beyond {@link Schema#MAX_LEVELS}: fewer say little about it. */
    static final int MIN_ROWS_OF_LEVEL = 3;

    private final Table table;
    private final Split split;

    /** Fits to the training rows of the split. */
    public FeatureFitter(Table table, Split split) {
        this.table = table;
        this.split = split;
    }

    /**
     * The features of the columns of a schema, in the same order. A categorical column has at most {@link ModelSize#maxLevels} levels.
     *
     * @throws InvalidTableException when a column's numbers are too large to compute with
     */
    public List<Feature> fit(Schema schema) throws InvalidTableException {
        return fit(schema, ModelSize.of(schema).maxLevels());
    }

    private List<Feature> fit(Schema schema, int maxLevels) throws InvalidTableException {
        List<Schema.Role> roles = schema.used();
        int texts = (int)
                roles.stream().filter(role -> role.kind() == ColumnKind.TEXT).count();
        List<List<Feature>> fitted = roles.stream()
                .parallel()
                .map(role -> switch (role.kind()) {
                    case NUMERIC -> numeric(role.column());
                    case DATETIME -> dateParts(role.column());
                    case TEXT -> text(role.column(), schema.target(), texts);
                    default -> List.of(categorical(role.column(), maxLevels));
                })
                .toList();
        List<Feature> features = new ArrayList<>();
        for (int f = 0; f < fitted.size(); f++) {
            if (fitted.get(f).isEmpty()) {
                throw new InvalidTableException(new Problem(
                        0,
                        roles.get(f).column().name(),
                        "the values are too large to compute with; write them in a larger unit, or set the column to"
                                + " ignore in dropfit.json"));
            }
            features.addAll(fitted.get(f));
        }
        return features;
    }

    /** The parts of a date. The hour is a part only if a training row is not at midnight. */
    private List<Feature> dateParts(Column column) {
        ValueCounts times = allValues(column, column::time, column::plainTime);
        double[] seconds = times.numbers;
        Instant newest = Instant.ofEpochSecond(
                (long) Math.floor(Arrays.stream(seconds).max().orElse(0)));
        List<Feature> parts = new ArrayList<>();
        for (DatePart.Component component : DatePart.Component.values()) {
            if (component != DatePart.Component.HOUR
                    || Arrays.stream(seconds).anyMatch(time -> time % DateTimes.SECONDS_PER_DAY != 0)) {
                DatePart part =
                        component == DatePart.Component.AGE ? new DatePart(component, newest) : DatePart.of(component);
                double[] numbers =
                        Arrays.stream(seconds).map(part::number).sorted().toArray();
                parts.addAll(
                        feature(column.name(), Optional.of(part), new ValueCounts(numbers, new int[0], times.missing)));
            }
        }
        return parts;
    }

    /** The length of the texts and the weights of their terms. */
    private List<Feature> text(Column column, Target target, int texts) {
        ValueCounts lengths = allValues(
                column,
                code -> column.isValue(code)
                        ? TextPart.length(column.category(code).length())
                        : Double.NaN,
                value -> Double.NaN);
        Feature.Numeric length = (Feature.Numeric)
                feature(column.name(), Optional.empty(), lengths).get(0);
        return TextFitter.fit(
                table,
                split,
                target,
                column,
                new Feature.Numeric(
                        column.name(),
                        Optional.empty(),
                        Optional.of(TextPart.LENGTH),
                        length.median(),
                        length.mean(),
                        length.scale()),
                texts);
    }

    private Feature categorical(Column column, int maxLevels) {
        int[] counts = trainingCounts(column);
        List<Integer> kept = new ArrayList<>();
        boolean other = false;
        for (int code = 1; code < counts.length; code++) {
            if (counts[code] > 0 && column.isValue(code)) {
                kept.add(code);
            } else if (counts[code] > 0) {
                other = true;
            }
        }
        if (kept.size() > Math.min(Schema.MAX_LEVELS, maxLevels)) {
            kept.sort(Comparator.<Integer>comparingInt(code -> -counts[code]).thenComparing(Comparator.naturalOrder()));
            int size = Math.min(Schema.MAX_LEVELS, maxLevels);
            while (size < Math.min(maxLevels, kept.size()) && counts[kept.get(size)] >= MIN_ROWS_OF_LEVEL) {
                size++;
            }
            other |= size < kept.size();
            kept = kept.subList(0, size);
        }
        List<String> levels = kept.stream()
                .map(column::category)
                .sorted(SchemaInference.CATEGORY_ORDER)
                .toList();
        Feature.Categorical category = new Feature.Categorical(column.name(), levels, other, counts[0] > 0);
        return LevelSpellings.areMerged(column) ? category.ofAnySpelling() : category;
    }

    /** The number of training rows with each code of a coded column. */
    private int[] trainingCounts(Column column) {
        int[] counts = new int[column.codes()];
        int[] rows = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.count(chunk, rows, split.select(table.shares().get(chunk), false, rows), counts);
        }
        return counts;
    }

    /** Empty when sums over the column overflow. */
    private List<Feature> numeric(Column column) {
        ValueCounts values = column.coded()
                ? distinctValues(column)
                : allValues(column, column::number, DoubleUnaryOperator.identity());
        return feature(column.name(), Optional.empty(), values);
    }

    /** Numbers and how often each occurs: the distinct numbers of a coded column, or all numbers, each once. */
    private static final class ValueCounts {
        private final double[] numbers;
        private final int[] counts;
        private final long missing;

        ValueCounts(double[] numbers, int[] counts, long missing) {
            this.numbers = numbers;
            this.counts = counts;
            this.missing = missing;
        }

        int count(int index) {
            return counts.length == 0 ? 1 : counts[index];
        }

        long total() {
            return counts.length == 0
                    ? numbers.length
                    : Arrays.stream(counts).asLongStream().sum();
        }
    }

    private ValueCounts distinctValues(Column column) {
        int[] counts = trainingCounts(column);
        int[] codes = IntStream.range(1, counts.length)
                .filter(code -> counts[code] > 0 && !Double.isNaN(column.number(code)))
                .boxed()
                .sorted(Comparator.comparingDouble(column::number))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] numbers = Arrays.stream(codes).mapToDouble(column::number).toArray();
        int[] present = Arrays.stream(codes).map(code -> counts[code]).toArray();
        long missing = Arrays.stream(counts).asLongStream().sum()
                - Arrays.stream(present).asLongStream().sum();
        return new ValueCounts(numbers, present, missing);
    }

    private ValueCounts allValues(
            Column column, IntToDoubleFunction valueOfCode, DoubleUnaryOperator valueWithoutCode) {
        double[] lookup = new double[column.codes()];
        Arrays.setAll(lookup, valueOfCode);
        double[] decoded = new double[Table.CHUNK];
        int[] rows = new int[Table.CHUNK];
        double[] numbers = new double[table.rows()];
        int size = 0;
        long missing = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.decode(chunk, lookup, decoded);
            int count = split.select(table.shares().get(chunk), false, rows);
            boolean coded = column.codedIn(chunk);
            for (int i = 0; i < count; i++) {
                double number = coded ? decoded[rows[i]] : valueWithoutCode.applyAsDouble(decoded[rows[i]]);
                if (Double.isNaN(number)) {
                    missing++;
                } else {
                    numbers[size++] = number;
                }
            }
        }
        Arrays.parallelSort(numbers, 0, size);
        return new ValueCounts(Arrays.copyOf(numbers, size), new int[0], missing);
    }

    private static List<Feature> feature(String column, Optional<DatePart> part, ValueCounts values) {
        long present = values.total();
        if (present == 0) {
            return List.of(new Feature.Numeric(column, part, 0, 0, 1));
        }
        // Adds halves, because the sum may overflow.
        double median = at(values, (present - 1) / 2) / 2 + at(values, present / 2) / 2;
        double count = present + values.missing;
        double mean = median * (values.missing / count);
        for (int i = 0; i < values.numbers.length; i++) {
            mean += values.numbers[i] * (values.count(i) / count);
        }
        double squares = values.missing * (median - mean) * (median - mean);
        double rest = values.missing * (median - mean);
        for (int i = 0; i < values.numbers.length; i++) {
            double distance = values.numbers[i] - mean;
            squares += values.count(i) * distance * distance;
            rest += values.count(i) * distance;
        }
        // The two-pass variance with its correction (T. F. Chan, G. H. Golub, R. J. LeVeque, 1983).
        double variance = (squares - rest * rest / count) / count;
        if (!Double.isFinite(variance)) {
            return List.of();
        }
        double noise = Math.ulp(1.0) * count * mean;
        boolean constant = variance <= count * Math.ulp(1.0) * variance + noise * noise;
        return List.of(
                new Feature.Numeric(column, part, median, mean + rest / count, constant ? 1 : Math.sqrt(variance)));
    }

    /** The value with this rank, from 0. */
    private static double at(ValueCounts values, long rank) {
        if (values.counts.length == 0) {
            return values.numbers[(int) rank];
        }
        long left = rank;
        int i = 0;
        while (left >= values.counts[i]) {
            left -= values.counts[i++];
        }
        return values.numbers[i];
    }
}
