package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labels that mean the opposite since the previous dataset, as two classes that were swapped: the previous model tells their rows apart, but the wrong way round. A new model
 * learns this as well as before, so no comparison of the two shows it, and clients would get the opposite prediction.
 */
public final class SwappedLabels {
    /** The name of the anomaly. */
    public static final String NAME = "swapped-labels";

    /** The classes of which all pairs are tried. */
    private static final int MAX_CLASSES = 20;

    private static final int MIN_ROWS = 20;

    /** An area under the ROC curve that is as far below 0.5 as a useful one is above it. */
    private static final double MAX_AREA = 0.35;

    /** Of predicted and actual numbers. */
    private static final double MAX_CORRELATION = -0.3;

    /** The number of standard errors below 0.5; in a run with one pair of classes, chance gives that once in 30,000. */
    private static final double STANDARD_ERRORS = 4;

    /** Within levels of categories, of which there are more: a few hundred tries find something by chance once in 10,000 runs. */
    private static final double STANDARD_ERRORS_OF_LEVELS = 5;

    /** A column with more levels has few rows of each. */
    private static final int MAX_LEVELS = 50;

    private SwappedLabels() {}

    /**
     * The pair of classes that is ranked most clearly the wrong way round.
     *
     * @param champion the champion's scores on rows of the new dataset
     */
    public static Optional<Anomaly> find(Scores champion, Target.Classes target) {
        double lowest = MAX_AREA;
        Optional<Anomaly> found = Optional.empty();
        for (int one = 0; one < Math.min(target.size(), MAX_CLASSES); one++) {
            for (int other = one + 1; other < Math.min(target.size(), MAX_CLASSES); other++) {
                Ranking ranking = ranking(champion, one, other);
                double area = ranking.rocArea();
                if (ranking.rarerRows() >= MIN_ROWS
                        && area < lowest
                        && 0.5 - area > STANDARD_ERRORS * Math.sqrt(0.25 / ranking.rarerRows())) {
                    lowest = area;
                    found = Optional.of(Anomaly.of(
                            NAME,
                            "'" + target.name(one) + "' and '" + target.name(other)
                                    + "' seem to be swapped in the label: the previous model ranks their rows the"
                                    + " wrong way round (roc_auc " + Metric.ROC_AUC.format(area)
                                    + "; 0.5 is chance). Clients would get the opposite prediction. Check which rows"
                                    + " have which label"));
                }
            }
        }
        return found;
    }

    /**
     * The level of a category in which two classes are ranked the wrong way round, most clearly: one source of the rows may have swapped them.
     *
     * @param champion the champion's scores of all holdout rows
     * @param features of the champion
     */
    public static Optional<Anomaly> findInLevel(
            Scores champion, Table table, List<Feature> features, Target target, Split split) {
        if (!(target instanceof Target.Classes classes)
                || classes.size() != 2
                || split.count(table, true) != champion.rows()) {
            return Optional.empty();
        }
        HoldoutRows rows = HoldoutRows.of(table, features.size(), target, split);
        FeatureTable values = new FeatureTable(table, features);
        double lowest = MAX_AREA;
        Optional<Anomaly> found = Optional.empty();
        for (int f = 0; f < features.size(); f++) {
            if (features.get(f) instanceof Feature.Categorical category
                    && category.levels().size() <= MAX_LEVELS) {
                double[] codes = rows.values(values, f);
                for (int level = 0; level < category.levels().size(); level++) {
                    double code = level;
                    Ranking ranking = ranking(
                            champion.sample(IntStream.range(0, codes.length)
                                    .filter(row -> codes[row] == code)
                                    .map(rows::index)
                                    .toArray()),
                            0,
                            1);
                    double area = ranking.rocArea();
                    if (ranking.rarerRows() >= MIN_ROWS
                            && area < lowest
                            && 0.5 - area > STANDARD_ERRORS_OF_LEVELS * ranking.errorOfChance()) {
                        lowest = area;
                        found = Optional.of(Anomaly.of(
                                NAME,
                                "'" + classes.name(0) + "' and '" + classes.name(1)
                                        + "' seem to be swapped in rows whose '" + category.column() + "' is '"
                                        + category.levels().get(level)
                                        + "': the previous model ranks them the wrong way round (roc_auc "
                                        + Metric.ROC_AUC.format(area)
                                        + "; 0.5 is chance). Clients would get the opposite prediction for them. Check"
                                        + " where their labels come from"));
                    }
                }
            }
        }
        return found;
    }

    /**
     * Whether a number runs the other way: it is lower where the previous model predicts more.
     *
     * @param champion the champion's scores on rows of the new dataset
     */
    public static Optional<Anomaly> findInNumbers(Scores champion) {
        int rows = champion.rows();
        double meanOfActual = 0;
        double meanOfPredicted = 0;
        for (int row = 0; row < rows; row++) {
            meanOfActual += champion.actual()[row] / rows;
            meanOfPredicted += champion.value(row, 0) / rows;
        }
        double product = 0;
        double ofActual = 0;
        double ofPredicted = 0;
        for (int row = 0; row < rows; row++) {
            double actual = champion.actual()[row] - meanOfActual;
            double predicted = champion.value(row, 0) - meanOfPredicted;
            product += actual * predicted;
            ofActual += actual * actual;
            ofPredicted += predicted * predicted;
        }
        double correlation = product / Math.sqrt(ofActual * ofPredicted);
        return rows >= MIN_ROWS && correlation < MAX_CORRELATION && -correlation > STANDARD_ERRORS / Math.sqrt(rows)
                ? Optional.of(Anomaly.of(
                        NAME,
                        "the label runs the other way than before: it is lower where the previous model"
                                + " predicts more (correlation " + Figures.number(correlation)
                                + "). Clients would get the opposite prediction. Check its sign and where it"
                                + " comes from"))
                : Optional.empty();
    }

    /** The rows of two classes by how much more likely the second one is. */
    private static Ranking ranking(Scores scores, int one, int other) {
        int rows = 0;
        double[] values = new double[scores.rows()];
        boolean[] positive = new boolean[scores.rows()];
        for (int row = 0; row < scores.rows(); row++) {
            int actual = scores.actualClass(row);
            if (actual == one || actual == other) {
                double sum = scores.value(row, one) + scores.value(row, other);
                values[rows] = sum > 0 ? scores.value(row, other) / sum : 0.5;
                positive[rows++] = actual == other;
            }
        }
        return Ranking.of(Arrays.copyOf(values, rows), Arrays.copyOf(positive, rows));
    }
}
