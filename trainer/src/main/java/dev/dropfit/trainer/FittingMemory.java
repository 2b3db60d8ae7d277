package dev.dropfit.trainer;

import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.blend.BlendPlan;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.read.HeapBudget;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Optional;

/**
 * Estimates the memory for fitting, evaluating and writing a model, from rows, columns, classes and the learner. The steps come one after
 * another, so the largest one counts. {@code PlannedMemoryTest} compares the estimates with what is used.
 *
 * @param learner what is fitted; {@code auto} fits several
 * @param holdout the share of rows that is held out, from 0 to 1
 * @param budget the seconds of one CPU that {@code auto} may take
 */
record FittingMemory(LearnerName learner, double holdout, double budget) implements HeapBudget.Fitting {
    /** The number of threads that work on columns or blocks of rows at the same time. */
    private static final int THREADS = 2;
    /** A feature with its name, profile, and place in the model file and the record. */
    private static final int BYTES_PER_FEATURE = 4_000;
    /** An encoded column of a linear model with its name in the same places. */
    private static final int BYTES_PER_ENCODED_COLUMN = 1_200;
    /** The same for trees, whose record lists features only. */
    private static final int BYTES_PER_LEVEL = 500;
    /** The weight of one of several classes in a model, its file and its record. */
    private static final int BYTES_PER_WEIGHT = 300;
    /** A cell of the confusion matrix in the same places. */
    private static final int BYTES_PER_CONFUSION = 60;
    /** The numbers of a column without codes while they are sorted. */
    private static final int BYTES_PER_SORTED_NUMBER = 2 * Double.BYTES;
    /** The same for the quantiles in its profile. */
    private static final int BYTES_PER_PROFILED_NUMBER = 3 * Double.BYTES;
    /** The seconds of a column of dates, and the numbers of one of its parts. */
    private static final int BYTES_PER_DATE = 5 * Double.BYTES;
    /** The number and the weight of a term in a text, and a copy of both. */
    private static final int BYTES_PER_TERM = 2 * (Character.BYTES + Double.BYTES);
    /** The counts of all terms while some are chosen. */
    private static final double BYTES_TO_CHOOSE_TERMS = 30e6;
    /** The numbers that each of some terms has for each class. */
    private static final double BYTES_TO_CHOOSE_TERMS_PER_CLASS = 20_000 * Double.BYTES;

    /** The scores of the model before and after it is written, and those of some of its chunks. */
    private static final double COPIES_OF_SCORES = 2.5;

    @Override
    public double bytes(double rows, int outputs, List<ColumnSize> columns) {
        ModelSize size = ModelSize.of(outputs, columns);
        double lookups = columns.stream().mapToDouble(FittingMemory::lookups).sum();
        double encoded = learner.mayFitLinear()
                ? columns.stream()
                        .filter(column -> column.kind() != ColumnKind.CATEGORICAL && column.kind() != ColumnKind.TEXT)
                        .mapToDouble(FittingMemory::lookups)
                        .sum()
                : 0;
        double trained = (1 - holdout) * rows;
        Optional<BlendPlan> plan =
                learner.compares() ? Optional.of(BlendPlan.of(trained, size, columns, budget)) : Optional.empty();
        double fit = plan.map(compared -> compared.memory(trained, size, columns, THREADS))
                .orElseGet(() -> fit(trained, size, columns));
        double trees = plan.map(compared -> compared.treesMemory(trained, size, columns))
                .orElseGet(() -> trees(trained, size, columns));
        double sorting = columns.stream()
                .mapToDouble(column -> sorting(column, rows))
                .max()
                .orElse(0);
        boolean texts = columns.stream().anyMatch(column -> column.kind() == ColumnKind.TEXT);
        double choosing = texts ? THREADS * (BYTES_TO_CHOOSE_TERMS + BYTES_TO_CHOOSE_TERMS_PER_CLASS * outputs) : 0;
        // The evaluation has lookups of its own, which are not standardised.
        double end = lookups + evaluation(rows, size) + record(size) + trees;
        return lookups + encoded + Math.max(Math.max(fit, sorting + choosing), end);
    }

    private double fit(double trained, ModelSize size, List<ColumnSize> columns) {
        double linear = learner.mayFitLinear() ? LinearLearner.memory(trained, size, THREADS) : 0;
        double boosted = learner.mayBoost() ? BoostingLearner.memory(trained, size, columns) : 0;
        double forest = learner.mayGrowForest() ? ForestLearner.memory(trained, size, columns) : 0;
        return Math.max(linear, Math.max(boosted, forest));
    }

    /** The value for each code. */
    private static double lookups(ColumnSize column) {
        double codes = column.coded() ? column.values() + 1 : Table.MAX_CODES;
        if (column.kind() == ColumnKind.TEXT) {
            return codes * (column.cells() * BYTES_PER_TERM + 2 * Double.BYTES);
        }
        return column.features() * codes * Double.BYTES;
    }

    private double sorting(ColumnSize column, double rows) {
        double fitted = column.kind() == ColumnKind.DATETIME || column.kind() == ColumnKind.TEXT
                ? BYTES_PER_DATE
                : column.coded() ? 0 : BYTES_PER_SORTED_NUMBER;
        double profiled = column.coded() ? 0 : BYTES_PER_PROFILED_NUMBER;
        return Math.max(THREADS * fitted * (1 - holdout) * rows, profiled * rows);
    }

    private double evaluation(double rows, ModelSize size) {
        return COPIES_OF_SCORES * Double.BYTES * holdout * rows * (size.outputs() + 1)
                + THREADS * Double.BYTES * Math.min(rows, Table.CHUNK) * (size.cells() + 2.0 * size.outputs());
    }

    private double record(ModelSize size) {
        double encoded = size.encodedColumns();
        double ofClasses = BYTES_PER_CONFUSION * Math.pow(size.outputs(), 2);
        double linear = learner.mayFitLinear()
                ? BYTES_PER_ENCODED_COLUMN * encoded
                        + (size.outputs() > 2 ? BYTES_PER_WEIGHT * encoded * size.outputs() : 0)
                : BYTES_PER_LEVEL * encoded;
        return (double) BYTES_PER_FEATURE * size.cells() + linear + ofClasses;
    }

    /** The trees of a model without a comparison. */
    private double trees(double trained, ModelSize size, List<ColumnSize> columns) {
        return (learner.mayBoost() ? BoostingLearner.treesMemory(trained, size, columns) : 0)
                + (learner.mayGrowForest() ? ForestLearner.treesMemory(trained, size) : 0);
    }
}
