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
 * LogisticRegression(C=1)} and {@code Ridge(alpha=1)} of scikit-learn.
 */
public record LinearLearner() implements Learner {
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
        LinearObjective objective = new LinearObjective(rows, new Targets(rows.table(), target), split, loss);
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
