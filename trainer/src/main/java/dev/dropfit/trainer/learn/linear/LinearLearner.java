package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Approximation;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.function.Consumer;

/**
 * Logistic regression for classes and ridge regression for numbers, with an L2 penalty, at the optimum. With a penalty of 1 the results equal
 * {@code LogisticRegression(C=1)} and {@code Ridge(alpha=1)} of scikit-learn. Above a maximum of work the optimum is approximate: the solver stops
 * early, or takes a sample of the rows.
 *
 * @param share of the maximum work, from 0 to 1
 * @param penalty of the squared weights, larger than 0
 */
public record LinearLearner(double share, double penalty) implements Learner {
    /** The usual penalty of the squared weights. */
    public static final double DEFAULT_PENALTY = 1;

    /** The maximum number of multiplications of an iterative fit: about half a minute. */
    private static final double MAX_WORK = 16e9;

    /** The maximum number of multiplications for all matrices of second derivatives: about two minutes. */
    private static final double MAX_DIRECT_WORK = 150e9;

    /** The number of matrices that a direct fit computes, about. */
    private static final int HESSIANS = 5;

    /** The number of passes that an iterative fit needs at least; with more rows it takes a sample of them. */
    private static final int MIN_PASSES = 25;

    private static final int PRODUCTS_PER_PASS = 3;
    /** The number of passes of an iterative fit with one output, about. */
    private static final int USUAL_PASSES = 200;
    /** The same with several outputs, whose weights depend on each other. */
    private static final int USUAL_PASSES_OF_CLASSES = 630;
    /** The multiplications that take as long as decoding a cell in each pass. */
    private static final int UNITS_PER_CELL = 5;
    /** The units for the probability of one of several classes in a pass, beyond those of {@link LinearObjective#passWork}. */
    private static final int UNITS_PER_CLASS = 25;
    /** The sums of a matrix wait for each other. */
    private static final int UNITS_PER_PRODUCT_OF_MATRICES = 2;
    /** Weights of levels are not next to each other in memory, so their multiplications take longer. */
    private static final double UNITS_PER_PRODUCT_OF_LEVELS = 1.6;

    /** The matrix of second derivatives, its factors, and copies of both. */
    private static final int COPIES_OF_MATRIX = 3;
    /** The vectors of a solver without a matrix. */
    private static final int VECTORS = 12;

    /** A fit with all the work that a fit may take, and the usual penalty. */
    public LinearLearner() {
        this(1);
    }

    /** A fit with the usual penalty. */
    public LinearLearner(double share) {
        this(share, DEFAULT_PENALTY);
    }

    /** What it fits, for notes. */
    public static final String NAME = "a linear model";

    /** The work for an encoded column in the model file and the record, which are written and read. */
    private static final int UNITS_PER_ENCODED_COLUMN = 100_000;
    /** The same for the weight of one of several classes. */
    private static final int UNITS_PER_WEIGHT = 14_000;

    /**
     * The work of a fit, about, in units: the time of a multiplication.
     *
     * @param rows the number of training rows
     * @param share of the maximum work, from 0 to 1
     */
    public static double work(double rows, ModelSize size, double share) {
        double dimension = dimension(size);
        double fitted = rows * Math.min(1, share * affordable(rows, size));
        double hessian = LinearObjective.hessianWork(fitted, size.margins(), size.cells());
        if (NewtonSolver.isDirect(dimension, size.margins(), hessianWork(rows, size))) {
            return UNITS_PER_PRODUCT_OF_MATRICES * HESSIANS * (hessian + dimension * dimension * dimension / 3);
        }
        double pass = LinearObjective.passWork(fitted, size.margins(), size.cells(), PRODUCTS_PER_PASS);
        double passes = Math.min(
                size.margins() > 1 ? USUAL_PASSES_OF_CLASSES : USUAL_PASSES, Math.max(1, share * MAX_WORK / pass));
        double perProduct = size.encodedColumns() > 2L * size.cells() ? UNITS_PER_PRODUCT_OF_LEVELS : 1;
        double perClass = size.margins() > 1 ? UNITS_PER_CLASS * fitted * size.margins() : 0;
        return passes * (perProduct * pass + perClass + UNITS_PER_CELL * fitted * size.cells());
    }

    /** The work of the model file and the record, about. */
    public static double workOfFile(ModelSize size) {
        double weights = size.outputs() > 2 ? (double) size.encodedColumns() * size.outputs() : 0;
        return (double) UNITS_PER_ENCODED_COLUMN * size.encodedColumns() + UNITS_PER_WEIGHT * weights;
    }

    /** The work of the scores of a row, about. */
    public static double workOfRow(ModelSize size) {
        return (double) size.outputs() * size.features();
    }

    /**
     * The share of the training rows whose work is affordable; 1 or more for all.
     *
     * @param rows the number of training rows
     */
    public static double affordable(double rows, ModelSize size) {
        return affordable(rows, size.margins(), size.cells(), dimension(size), 1);
    }

    private static double dimension(ModelSize size) {
        return size.margins() * (size.encodedColumns() + 1.0);
    }

    /**
     * The memory of a fit, about, in bytes.
     *
     * @param rows the number of training rows
     * @param threads the number of threads
     */
    public static double memory(double rows, ModelSize size, int threads) {
        int outputs = size.margins();
        double dimension = dimension(size);
        boolean direct = NewtonSolver.isDirect(dimension, outputs, hessianWork(rows, size));
        double sums = direct ? dimension * (dimension + 1) : dimension;
        double groups = LinearObjective.groups(rows / Table.CHUNK + 1, sums);
        double vectors = direct ? COPIES_OF_MATRIX * dimension * dimension : VECTORS * dimension;
        double block = Math.min(rows, Table.CHUNK) * (size.cells() + 2.0 * outputs + 2);
        return Double.BYTES * (groups * sums + vectors + Math.min(threads, groups) * block);
    }

    private static double hessianWork(double rows, ModelSize size) {
        return LinearObjective.hessianWork(rows, size.margins(), size.cells());
    }

    @Override
    public LinearScorer fit(FeatureTable rows, Target target, Split split) throws InvalidTableException {
        return fit(rows, target, split, note -> {});
    }

    /**
     * {@inheritDoc}
     *
     * @return a scorer with weights [output][encoded column, then the intercept]; with two classes, one margin is the negative of the other
     * @throws InvalidTableException when the numbers are too large to compute with
     */
    @Override
    public LinearScorer fit(FeatureTable rows, Target target, Split split, Consumer<Anomaly> notes)
            throws InvalidTableException {
        Loss loss = Loss.of(target);
        int dimension = loss.outputs() * BlockSums.width(rows.features());
        double affordable =
                affordable(split.count(rows.table(), false), loss.outputs(), rows.cells(), dimension, share);
        Split fitted = affordable < 1 ? split.sample(affordable) : split;
        Approximation.sampledRows(rows.table(), split, fitted, NAME).ifPresent(notes);
        return fit(rows(rows, target, fitted), target, new Work(share * MAX_WORK), notes);
    }

    /** The training rows of a table, for a fit. */
    public static TrainingRows rows(FeatureTable rows, Target target, Split split) {
        return new TableRows(rows, Targets.ofMargins(rows.table(), target), split, Loss.of(target));
    }

    /**
     * Fits a model to rows that may be in several processes, whatever work it takes. For rows of a table the result is the same, in every bit, as
     * if they were in one process.
     *
     * @throws InvalidTableException when the numbers are too large to compute with
     */
    public LinearScorer fit(TrainingRows rows, Target target) throws InvalidTableException {
        return fit(rows, target, new Work(Double.POSITIVE_INFINITY), note -> {});
    }

    private LinearScorer fit(TrainingRows rows, Target target, Work work, Consumer<Anomaly> notes)
            throws InvalidTableException {
        Loss loss = Loss.of(target);
        LinearObjective objective = new LinearObjective(rows, loss, penalty, work);
        double[] solution;
        try {
            solution = NewtonSolver.minimise(objective);
        } catch (ArithmeticException e) {
            throw new InvalidTableException("A linear model can't be fitted: " + e.getMessage());
        }
        if (!NewtonSolver.isDirect(objective) && work.exhausted()) {
            notes.accept(Approximation.stoppedEarly());
        }
        int width = objective.dimension() / objective.outputs();
        double[][] weights = new double[ModelSize.outputs(target)][width];
        for (int j = 0; j < solution.length; j++) {
            if (loss instanceof Loss.Logistic) {
                weights[0][j] = -solution[j] / 2;
                weights[1][j] = solution[j] / 2;
            } else {
                weights[j / width][j % width] = solution[j];
            }
        }
        LinearScorer scorer = new LinearScorer(rows.features(), target instanceof Target.Classes, weights);
        return target instanceof Target.Quantity quantity && quantity.link().logarithm()
                ? scorer.within(quantity.link().minLinear(), quantity.link().maxLinear())
                : scorer;
    }

    private static double affordable(double rows, int outputs, int cells, double dimension, double share) {
        double hessian = LinearObjective.hessianWork(rows, outputs, cells);
        return NewtonSolver.isDirect(dimension, outputs, hessian)
                ? share * MAX_DIRECT_WORK / (HESSIANS * hessian)
                : share * MAX_WORK / (MIN_PASSES * LinearObjective.passWork(rows, outputs, cells, PRODUCTS_PER_PASS));
    }
}
