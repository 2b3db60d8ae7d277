package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Split;

/**
 * Logistic regression for classes and ridge regression for numbers, with an L2 penalty of 1, at the optimum. The results equal {@code
 * LogisticRegression(C=1)} and {@code Ridge(alpha=1)} of scikit-learn. Above a maximum of work the optimum is approximate: the solver stops
 * early, and takes a sample of the rows of a very large problem with many classes.
 *
 * @param share of the maximum work, from 0 to 1
 */
public record LinearLearner(double share) implements Learner {
    /** The maximum number of multiplications of an iterative fit: about half a minute. */
    private static final double MAX_WORK = 16e9;

    /** The number of passes that an iterative fit needs at least; with more rows it takes a sample of them. */
    private static final int MIN_PASSES = 25;

    private static final int PRODUCTS_PER_PASS = 3;

    /** A fit with all the work that a fit may take. */
    public LinearLearner() {
        this(1);
    }

    /**
     * {@inheritDoc}
     *
     * @return a scorer with weights [output][encoded column, then the intercept]; with two classes, one margin is the negative of the other
     * @throws InvalidTableException when the numbers are too large to compute with
     */
    @Override
    public LinearScorer fit(FeatureTable rows, Target target, Split split) throws InvalidTableException {
        Loss loss = target instanceof Target.Classes classes
                ? classes.binary() ? new Loss.Logistic() : new Loss.Multinomial(classes.size())
                : new Loss.LeastSquares();
        double max = share * MAX_WORK;
        double pass =
                (double) PRODUCTS_PER_PASS * loss.outputs() * rows.features().size() * split.count(rows.table(), false);
        Split fitted = loss.outputs() > 1 && pass * MIN_PASSES > max ? split.sample(max / pass / MIN_PASSES) : split;
        LinearObjective objective =
                new LinearObjective(rows, new Targets(rows.table(), target), fitted, loss, new Work(max));
        double[] solution;
        try {
            solution = NewtonSolver.minimise(objective);
        } catch (ArithmeticException e) {
            throw new InvalidTableException("A linear model can't be fitted: " + e.getMessage());
        }
        int width = objective.dimension() / objective.outputs();
        double[][] weights = new double[target instanceof Target.Classes classes ? classes.size() : 1][width];
        for (int j = 0; j < solution.length; j++) {
            if (loss instanceof Loss.Logistic) {
                weights[0][j] = -solution[j] / 2;
                weights[1][j] = solution[j] / 2;
            } else {
                weights[j / width][j % width] = solution[j];
            }
        }
        return new LinearScorer(rows.features(), target instanceof Target.Classes, weights);
    }
}
