package dev.dropfit.trainer;

import dev.dropfit.core.live.ColumnBins;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The bins in which the predictor counts the rows of requests. The scores are those of the holdout: scores of rows that a model was fitted to
 * are more certain than those of other rows.
 */
final class LiveBins {
    /** Two bins of the profile, which has up to 20, make one. */
    private static final int BINS = (int) Math.round(1 / ColumnBins.SHARE);

    /** The maximum number of scores that are sorted for their bins. All scores are counted. */
    private static final int MAX_SORTED = 20_000;

    private LiveBins() {}

    /**
     * The bins of a model.
     *
     * @param columns the profiles of the columns
     * @param scores of the holdout; empty if no rows were held out
     */
    static TrainingBins of(Table table, Pipeline pipeline, List<ColumnFacts> columns, Optional<Scores> scores) {
        Map<String, Column> byName = new HashMap<>();
        table.columns().forEach(column -> byName.put(column.name(), column));
        Map<String, ColumnProfile> profiles = new HashMap<>();
        columns.forEach(column -> profiles.put(column.name(), column.profile()));
        List<ColumnBins> bins = new ArrayList<>();
        for (Input input : pipeline.inputs()) {
            Column column = byName.get(input.column());
            if (column != null) {
                bins.add(of(input, column, profiles.getOrDefault(input.column(), ColumnProfile.NONE), table.rows()));
            }
        }
        return new TrainingBins(
                table.rows(),
                bins,
                scores.map(Scores::rows).orElse(0),
                scores.filter(held -> held.rows() > 0).map(held -> score(held, pipeline.target())));
    }

    private static ColumnBins of(Input input, Column column, ColumnProfile profile, long rows) {
        if (input.feature() instanceof Feature.Categorical categorical) {
            return categories(column, categorical);
        }
        return input.isNumber() && !profile.bins().isEmpty()
                ? numbers(column, profile)
                : ColumnBins.presence(column.name(), rows - column.missing(), column.missing());
    }

    private static ColumnBins numbers(Column column, ColumnProfile profile) {
        long values = profile.bins().stream().mapToLong(NumberBin::rows).sum();
        List<Double> upTo = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        long open = 0;
        for (NumberBin bin : profile.bins()) {
            open += bin.rows();
            if (open * BINS >= values) {
                upTo.add(bin.upTo());
                rows.add(open);
                open = 0;
            }
        }
        if (open > 0) {
            upTo.add(profile.bins().get(profile.bins().size() - 1).upTo());
            rows.add(open);
        }
        return ColumnBins.numbers(column.name(), profile.quantile(0), upTo, rows, column.missing());
    }

    /**
     * A bin for each frequent level. A level of a single row says how often rows have a level that no other row has: that is the share of unseen
     * levels to be expected (I. J. Good, The Population Frequencies of Species, 1953).
     */
    private static ColumnBins categories(Column column, Feature.Categorical categorical) {
        long[] rows = new long[categorical.levels().size()];
        long others = 0;
        long unseen = 0;
        for (int code = 1; code < column.codes(); code++) {
            long count = column.isValue(code) ? column.count(code) : 0;
            int level = count == 0 ? -1 : categorical.code(column.category(code));
            if (level >= 0 && level < rows.length) {
                rows[level] += count;
            } else {
                others += count;
                unseen += categorical.hasOther() ? 0 : count;
            }
        }
        List<Integer> frequent = mostFrequent(rows, ColumnBins.MIN_ROWS);
        List<Long> counts = new ArrayList<>();
        frequent.forEach(level -> counts.add(rows[level]));
        counts.add(others
                + Arrays.stream(rows).sum()
                - counts.stream().mapToLong(Long::longValue).sum());
        long single = categorical.hasOther()
                ? 0
                : Arrays.stream(rows).filter(count -> count == 1).count();
        return new ColumnBins(
                column.name(),
                ColumnBins.Kind.CATEGORIES,
                List.of(),
                frequent.stream().map(categorical.levels()::get).toList(),
                counts,
                column.missing(),
                unseen + single);
    }

    private static ColumnBins score(Scores scores, Target target) {
        if (target instanceof Target.Classes classes && !classes.binary()) {
            return predictedClasses(scores, classes);
        }
        int output = target instanceof Target.Classes ? 1 : 0;
        double[] values = new double[scores.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = scores.values()[row * scores.outputs() + output];
        }
        double[] bounds = bounds(values);
        double lowest = bounds[0];
        long[] rows = new long[bounds.length];
        for (double value : values) {
            int bin = 0;
            while (bin < bounds.length - 1 && value > bounds[bin]) {
                bin++;
            }
            rows[bin]++;
            lowest = Math.min(lowest, value);
            bounds[bin] = Math.max(bounds[bin], value);
        }
        return ColumnBins.numbers(
                TrainingBins.SCORE,
                lowest,
                Arrays.stream(bounds).boxed().toList(),
                Arrays.stream(rows).boxed().toList(),
                0);
    }

    /** The upper bounds of bins that have about as many scores each: of many scores, those of a sample of them. */
    private static double[] bounds(double[] scores) {
        int step = 1 + (scores.length - 1) / MAX_SORTED;
        double[] sorted = new double[1 + (scores.length - 1) / step];
        for (int i = 0; i < sorted.length; i++) {
            // Zero and minus zero are one number.
            sorted[i] = scores[i * step] + 0.0;
        }
        Arrays.sort(sorted);
        return IntStream.rangeClosed(1, BINS)
                .mapToDouble(bin -> sorted[(int) Math.ceil((double) bin * sorted.length / BINS) - 1])
                .distinct()
                .toArray();
    }

    private static ColumnBins predictedClasses(Scores scores, Target.Classes classes) {
        long[] rows = new long[classes.size()];
        for (int row = 0; row < scores.rows(); row++) {
            rows[scores.likeliestClass(row)]++;
        }
        List<Integer> frequent = mostFrequent(rows, 1);
        List<Long> counts = new ArrayList<>();
        frequent.forEach(k -> counts.add(rows[k]));
        counts.add(scores.rows() - counts.stream().mapToLong(Long::longValue).sum());
        return new ColumnBins(
                TrainingBins.SCORE,
                ColumnBins.Kind.CATEGORIES,
                List.of(),
                frequent.stream().map(classes.values()::get).toList(),
                counts,
                0,
                0);
    }

    /** The values that have bins of their own, those with the most rows first. */
    private static List<Integer> mostFrequent(long[] rows, int minRows) {
        return IntStream.range(0, rows.length)
                .filter(value -> rows[value] >= minRows)
                .boxed()
                .sorted(Comparator.comparingLong((Integer value) -> -rows[value])
                        .thenComparing(value -> value))
                .limit(ColumnBins.MAX_LEVELS)
                .toList();
    }
}
