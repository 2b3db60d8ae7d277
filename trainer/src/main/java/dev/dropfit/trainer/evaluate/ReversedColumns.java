package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns of numbers that run the other way than before, as with another sign: the label falls where the previous model predicts more. A new
 * model learns that, but clients send the values as before.
 */
public final class ReversedColumns {
    /** The name of the anomaly. */
    public static final String NAME = "reversed-column";

    private static final int MIN_ROWS = 50;

    /** A smaller correlation does not matter. */
    private static final double MIN_CORRELATION = 0.1;

    /** As for swapped labels: beyond the chance of many columns. */
    private static final double STANDARD_ERRORS = 4;

    private ReversedColumns() {}

    /**
     * Finds them.
     *
     * @param champion the champion's scores of all holdout rows
     * @param features of the champion
     */
    public static List<Anomaly> find(Scores champion, Table table, List<Feature> features, Target target, Split split) {
        List<Anomaly> found = new ArrayList<>();
        if (champion.outputs() > 2 || champion.rows() < MIN_ROWS || split.count(table, true) != champion.rows()) {
            return found;
        }
        HoldoutRows rows = HoldoutRows.of(table, features.size(), target, split);
        FeatureTable values = new FeatureTable(table, features);
        int output = champion.outputs() - 1;
        for (int f = 0; f < features.size(); f++) {
            if (features.get(f) instanceof Feature.Numeric numeric
                    && numeric.part().isEmpty()
                    && numeric.text().isEmpty()) {
                double[] column = rows.values(values, f);
                Sums predicted = new Sums();
                Sums actual = new Sums();
                for (int row = 0; row < column.length; row++) {
                    if (!Double.isNaN(column[row])) {
                        int at = rows.index(row);
                        predicted.add(column[row], champion.value(at, output));
                        actual.add(column[row], champion.actual()[at]);
                    }
                }
                double expected = predicted.correlation();
                double observed = actual.correlation();
                if (expected * observed < 0
                        && Math.abs(expected) > MIN_CORRELATION
                        && Math.abs(observed) > Math.max(MIN_CORRELATION, STANDARD_ERRORS / Math.sqrt(actual.rows))) {
                    found.add(Anomaly.of(
                            NAME,
                            "'" + numeric.column()
                                    + "' runs the other way than before: its correlation with the label is "
                                    + Figures.number(observed) + ", and with the predictions of the previous model "
                                    + Figures.number(expected)
                                    + ". Check its sign; clients send the values as before"));
                }
            }
        }
        return found;
    }

    /** The sums of a correlation, with means that are kept up to date (B. P. Welford, 1962). */
    private static final class Sums {
        private int rows;
        private double meanX;
        private double meanY;
        private double squaresX;
        private double squaresY;
        private double products;

        void add(double x, double y) {
            rows++;
            double dx = x - meanX;
            double dy = y - meanY;
            meanX += dx / rows;
            meanY += dy / rows;
            squaresX += dx * (x - meanX);
            squaresY += dy * (y - meanY);
            products += dx * (y - meanY);
        }

        /** NaN if one of the two is constant. */
        double correlation() {
            return products / Math.sqrt(squaresX * squaresY);
        }
    }
}
