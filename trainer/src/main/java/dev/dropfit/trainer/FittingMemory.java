package dev.dropfit.trainer;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.FeatureFitter;
import dev.dropfit.trainer.table.ModelSize;
import dev.dropfit.trainer.table.Schema;
import dev.dropfit.trainer.table.Table;

/** Estimates the memory for fitting, evaluating and writing a model, from rows, features, encoded columns and classes. */
final class FittingMemory {
    /** Two cores work on a block of rows each. */
    private static final int THREADS = 2;
    /** The vectors of a solver, the sums of its threads, and the weights in a model, its file and its record. */
    private static final int BYTES_PER_WEIGHT = 25 * Double.BYTES;
    /** A feature with its name, profile, and place in the model file and the record. */
    private static final int BYTES_PER_FEATURE = 6_000;
    /** A level with its name in the same places. */
    private static final int BYTES_PER_LEVEL = 1_200;
    /** The histograms of the leaves of a tree, and of its two halves. */
    private static final int HISTOGRAMS = BoostingLearner.DEFAULT_LEAVES + 4;

    private static final int BYTES_PER_BIN = 3 * Double.BYTES;
    private static final int MAX_BINS = 256;
    private static final int PARTS_OF_A_DATE = 5;

    private FittingMemory() {}

    /** In bytes, without the table. */
    static double of(Table table, Schema schema, LearnerName learner, double holdout) {
        double outputs = schema.target() instanceof Target.Classes classes ? classes.size() : 1;
        double features = 0;
        double codes = 0;
        double bins = 0;
        for (Schema.Role role : schema.used()) {
            Column column = role.column();
            int parts = role.kind() == ColumnKind.DATETIME ? PARTS_OF_A_DATE : 1;
            double width = role.kind() == ColumnKind.CATEGORICAL
                    ? Math.min(column.distinctValues(), FeatureFitter.MAX_LEVELS) + 1
                    : parts;
            features += parts;
            codes += (double) parts * column.codes();
            bins += role.kind() == ColumnKind.CATEGORICAL
                    ? width
                    : parts * (double) Math.min(MAX_BINS, column.distinctValues());
        }
        double kept = ModelSize.of(schema).encodedColumns();
        double rows = table.rows();
        double block = Math.min(rows, Table.CHUNK);
        double bytes = 4 * Double.BYTES * codes
                + BYTES_PER_FEATURE * features
                + BYTES_PER_LEVEL * kept
                + THREADS * Double.BYTES * block * (features + 3 * outputs)
                + 4 * Double.BYTES * holdout * rows * (outputs + 1)
                + THREADS * 2 * Double.BYTES * rows;
        boolean linear = learner != LearnerName.GRADIENT_BOOSTING;
        boolean trees = learner == LearnerName.GRADIENT_BOOSTING || learner == LearnerName.AUTO;
        if (linear) {
            bytes += BYTES_PER_WEIGHT * kept * outputs;
        }
        if (trees) {
            bytes += rows * BoostingLearner.bytesPerRow((int) features, schema.target())
                    + HISTOGRAMS * BYTES_PER_BIN * Math.min(bins, features * MAX_BINS);
        }
        return bytes;
    }
}
