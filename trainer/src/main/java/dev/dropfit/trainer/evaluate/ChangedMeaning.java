package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Columns that do not mean what they meant before: their values are in other rows, or their codes were given anew. The previous model relies on
 * such a column, and predicts new rows no better with a row's own value than with the values of other rows (L. Breiman, Random Forests, 2001,
 * section 10). How much better it should predict them follows from its own predictions, as for {@link Surprise}: a column whose values became
 * rarer or more frequent is worth less or more, and passes.
 */
public final class ChangedMeaning {
    /** The name of the anomaly. */
    public static final String NAME = "mixed-up-column";

    private static final int MIN_ROWS = 50;

    /** A column with a smaller share of the influence on predictions costs clients little. */
    private static final double MIN_INFLUENCE = 0.05;

    private static final int MAX_COLUMNS = 8;

    /** The number of other rows whose values each row gets. */
    private static final int DONORS = 3;

    /** The maximum number of scores that are computed. */
    private static final int MAX_SCORES = 60_000;

    /** A column that keeps a larger share of its worth means nearly what it meant. */
    private static final double MAX_KEPT = 0.25;

    /**
     * What a column without a meaning may be worth, as a share of one training row's loss and of the logarithm of their number, as in G. Schwarz,
     * Estimating the Dimension of a Model, 1978. Numbers reach 2.1 in linear models; see ADR 28. A date is several numbers, and
     * each class but one has its own score.
     */
    private static final double BY_CHANCE = 3.2;

    /** The same of trees, for each logarithm once more: more rows allow more splits. Numbers reach 0.45. */
    private static final double BY_CHANCE_OF_TREES = 0.6;

    /** The same of a category without levels, and what each level adds. */
    private static final double BY_CHANCE_OF_CATEGORY = 10;

    private static final double BY_CHANCE_OF_LEVEL = 2;

    private final Model champion;
    private final Target target;
    private final Scores scores;
    private final double[][] values;
    private final int[] order;

    /** @param values [feature][row] */
    private ChangedMeaning(Model champion, Target target, Scores scores, double[][] values) {
        this.champion = champion;
        this.target = target;
        this.scores = scores;
        this.values = values;
        order = Scores.order(champion.pipeline().target(), target);
    }

    /**
     * What a row's own value of a column is worth, compared with the values of other rows: by how much it lowers the loss.
     *
     * @param expected by the champion's own predictions, the mean of a row
     * @param observed the mean of a row
     * @param error the standard error of the difference
     */
    private record Worth(String column, double expected, double observed, double error) {}

    /**
     * Finds them. Nothing if all columns on which the champion relies changed: then the labels did.
     *
     * @param before the facts of the champion
     * @param champion knows all classes of the target
     * @param all its scores of the holdout of the split
     * @param split whose holdout has rows that the champion was not fitted to
     * @param beyond columns with a few impossible values, which explain a loss without another meaning
     */
    public static List<Anomaly> find(
            ModelFacts before,
            Model champion,
            Scores all,
            Table table,
            Target target,
            Split split,
            Set<String> beyond) {
        List<Feature> features = champion.pipeline().features();
        HoldoutRows rows = HoldoutRows.of(table, features.size(), target, split);
        List<String> columns = before.influences().entrySet().stream()
                .filter(influence -> influence.getValue() >= MIN_INFLUENCE)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MAX_COLUMNS)
                .map(Map.Entry::getKey)
                .toList();
        if (columns.isEmpty() || rows.size() < MIN_ROWS || split.count(table, true) != all.rows()) {
            return List.of();
        }
        int step = Math.max(1, rows.size() * columns.size() * DONORS * all.outputs() / MAX_SCORES);
        int[] sampled =
                IntStream.range(0, rows.size()).filter(row -> row % step == 0).toArray();
        FeatureTable read = new FeatureTable(table, features);
        double[][] values = new double[features.size()][sampled.length];
        for (int f = 0; f < values.length; f++) {
            double[] column = rows.values(read, f);
            for (int i = 0; i < sampled.length; i++) {
                values[f][i] = column[sampled[i]];
            }
        }
        ChangedMeaning meaning = new ChangedMeaning(
                champion,
                target,
                all.sample(IntStream.of(sampled).map(rows::index).toArray()),
                values);
        List<Worth> relied = columns.stream()
                .filter(column ->
                        features.stream().anyMatch(feature -> feature.column().equals(column)))
                .map(meaning::worth)
                .filter(worth -> worth.expected() > meaning.byChance(worth.column(), before))
                .toList();
        double quantile = ErrorBudget.MEANING.quantile(relied.size());
        List<Worth> changed = relied.stream()
                .filter(worth -> worth.observed() < MAX_KEPT * worth.expected()
                        && worth.expected() - worth.observed() > quantile * worth.error())
                .toList();
        return changed.size() > 1 && changed.size() == relied.size()
                ? List.of()
                : changed.stream()
                        .filter(worth -> !beyond.contains(worth.column()))
                        .map(meaning::anomaly)
                        .toList();
    }

    private int[] features(String column) {
        List<Feature> features = champion.pipeline().features();
        return IntStream.range(0, features.size())
                .filter(f -> features.get(f).column().equals(column))
                .toArray();
    }

    private Worth worth(String column) {
        int[] features = features(column);
        int rows = scores.rows();
        int outputs = scores.outputs();
        double[] row = new double[values.length];
        double[] scored = new double[champion.outputs()];
        double[] gains = new double[outputs];
        double expected = 0;
        double observed = 0;
        double variance = 0;
        double squares = 0;
        for (int at = 0; at < rows; at++) {
            for (int f = 0; f < row.length; f++) {
                row[f] = values[f][at];
            }
            Arrays.fill(gains, 0);
            double error = outputs == 1 ? scores.actual()[at] - scores.value(at, 0) : 0;
            double ofRow = 0;
            for (int donor = 1; donor <= DONORS; donor++) {
                int other = (at + donor * Math.max(1, rows / (DONORS + 1))) % rows;
                for (int f : features) {
                    row[f] = values[f][other];
                }
                champion.scorer().score(row, scored);
                if (outputs == 1) {
                    double moved = scores.value(at, 0) - scored[0];
                    ofRow += moved * moved / DONORS;
                    gains[0] += (moved * moved + 2 * error * moved) / DONORS;
                } else {
                    for (int k = 0; k < outputs; k++) {
                        gains[k] += (MetricFunctions.logLoss(scored[order[k]])
                                        - MetricFunctions.logLoss(scores.value(at, k)))
                                / DONORS;
                    }
                }
            }
            double squared = 0;
            for (int k = 0; k < outputs && outputs > 1; k++) {
                ofRow += scores.value(at, k) * gains[k];
                squared += scores.value(at, k) * gains[k] * gains[k];
            }
            double gain = gains[outputs == 1 ? 0 : scores.actualClass(at)];
            expected += ofRow / rows;
            observed += gain / rows;
            squares += (gain - ofRow) * (gain - ofRow);
            variance += outputs == 1 ? 0 : squared - ofRow * ofRow;
        }
        double error =
                Math.sqrt(Math.max(variance, squares - rows * (expected - observed) * (expected - observed))) / rows;
        return new Worth(column, expected, observed, error);
    }

    /** What a column without a meaning may be worth for such a model. */
    private double byChance(String column, ModelFacts before) {
        int[] parts = features(column);
        int width = IntStream.of(parts)
                .map(f -> champion.pipeline().features().get(f).width())
                .sum();
        int outputs = scores.outputs();
        double loss = outputs == 1 ? 2 * RowLosses.of(scores, target).mean() : outputs - 1;
        double size = Math.log((double) before.trainRows());
        double ofNumber = before.trees().isPresent() ? Math.max(BY_CHANCE, BY_CHANCE_OF_TREES * size) : BY_CHANCE;
        return loss
                * Math.max(ofNumber * parts.length * size, BY_CHANCE_OF_CATEGORY + BY_CHANCE_OF_LEVEL * width)
                / before.trainRows();
    }

    private Anomaly anomaly(Worth worth) {
        Metric metric = RowLosses.metric(target);
        double loss = RowLosses.of(scores, target).mean();
        return Anomaly.of(
                NAME,
                "'" + worth.column() + "' does not mean what it meant before: the previous model relies on it, and on "
                        + Figures.rows(scores.rows()) + " of the new dataset its " + metric.text()
                        + " (lower is better) is " + figure(metric, loss) + " with the values of '" + worth.column()
                        + "' and " + figure(metric, loss + worth.observed())
                        + " with values of other rows in their place, where " + figure(metric, loss + worth.expected())
                        + " could be expected. Check whether the values are in the right rows, and whether their codes,"
                        + " sign and unit are as before");
    }

    private static String figure(Metric metric, double loss) {
        return metric.format(metric == Metric.RMSE ? Math.sqrt(Math.max(0, loss)) : loss);
    }
}
