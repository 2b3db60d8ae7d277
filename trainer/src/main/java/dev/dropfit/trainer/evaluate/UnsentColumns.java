package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Columns that are new in a dataset. The clients of the previous model do not send them, so their requests have no values there: valid, but the
 * new model may predict little without these columns. A column that leaks the label is the usual reason.
 */
public final class UnsentColumns {
    /** The share of what the previous model saves of the baseline's loss that may be lost. */
    private static final double MAX_LOST = 0.5;

    private static final int MIN_ROWS = 50;
    private static final int SHOWN = 5;

    private UnsentColumns() {}

    /**
     * Why the new model is worse for the clients of the previous one; empty if it is not, beyond chance.
     *
     * @param columns that the previous model does not have
     * @param champion its scores of the holdout of these rows
     * @param baseline on the holdout
     */
    public static Optional<String> objection(
            Model challenger,
            Set<String> columns,
            Scores champion,
            Evaluation baseline,
            Target target,
            Table rows,
            Split split) {
        if (columns.isEmpty() || champion.rows() < MIN_ROWS) {
            return Optional.empty();
        }
        Model without = new Model(
                challenger.pipeline(),
                new Without(challenger.scorer(), challenger.pipeline().features(), columns),
                challenger.metrics());
        RowLosses unsent = RowLosses.of(Scores.of(without, target, rows, split, true), target);
        RowLosses previous = RowLosses.of(champion, target);
        Metric metric = RowLosses.metric(target);
        boolean squared = metric == Metric.RMSE;
        double worst = baseline.metric(metric);
        double saved = (squared ? worst * worst : worst) - previous.mean();
        RowLosses difference = unsent.subtract(previous);
        if (!(difference.mean() > MAX_LOST * saved)
                || !(difference.mean() > ErrorBudget.METRIC.quantile() * difference.standardError())) {
            return Optional.empty();
        }
        boolean one = columns.size() == 1;
        List<String> quoted =
                columns.stream().sorted().map(name -> "'" + name + "'").toList();
        String names = Text.list(quoted, SHOWN);
        return Optional.of((one ? "the column " : "the columns ") + names
                + (one ? " is" : " are") + " new, so requests of the present clients do not have "
                + (one ? "it" : "them") + ". Without " + (one ? "it" : "them") + ", the " + metric.text()
                + " (lower is better) of the new model on the "
                + Figures.count(champion.rows(), "holdout row", "holdout rows") + " is "
                + metric.format(squared ? Math.sqrt(unsent.mean()) : unsent.mean())
                + "; the previous model has "
                + metric.format(squared ? Math.sqrt(previous.mean()) : previous.mean())
                + ". If " + (one ? "it is" : "they are")
                + " unknown at prediction time, set the kind of " + (one ? "the column" : "the columns")
                + " to ignore in dropfit.json; if clients send " + (one ? "it" : "them")
                + " from now on, serve the new model with dropfit promote --force");
    }

    /** Scores rows as if some columns had no values, as requests without them are. */
    private record Without(Scorer scorer, List<Feature> features, Set<String> columns) implements Scorer {
        @Override
        public void score(double[] row, double[] scores) {
            scorer.score(withoutColumns(row), scores);
        }

        @Override
        public double contributions(double[] row, int output, double[] contributions) {
            return scorer.contributions(withoutColumns(row), output, contributions);
        }

        private double[] withoutColumns(double[] row) {
            double[] sent = row.clone();
            for (int f = 0; f < sent.length; f++) {
                if (columns.contains(features.get(f).column())) {
                    sent[f] = features.get(f).missing();
                }
            }
            return sent;
        }
    }
}
