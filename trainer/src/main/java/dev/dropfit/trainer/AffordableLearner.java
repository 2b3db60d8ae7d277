package dev.dropfit.trainer;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.blend.BlendPlan;
import dev.dropfit.trainer.read.HeapBudget;
import dev.dropfit.trainer.read.TooLargeTableException;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The learner of a dataset: the one of the settings or the default; in the place of {@code auto}, the linear one of the task where memory or
 * time allow nothing else. So no dataset is refused because of learners that the user did not ask for.
 *
 * @param note why it is the linear one
 */
record AffordableLearner(LearnerName name, Optional<Anomaly> note) {
    private static final int BYTES_PER_MEGABYTE = 1 << 20;

    /**
     * Chooses it.
     *
     * @param bytes the length of the CSV
     * @param capacity of the place where it is fitted
     * @throws TooLargeTableException when a larger place could compare more than the linear learner
     */
    static AffordableLearner of(Settings settings, Table table, Schema schema, long bytes, Capacity capacity)
            throws TooLargeTableException {
        long heap = capacity.heap();
        LearnerName wanted = settings.wantedLearner();
        List<ColumnSize> columns = ModelSize.columns(schema);
        ModelSize size = ModelSize.of(ModelSize.outputs(schema.target()), columns);
        if (!wanted.compares() || !size.allowsLinear()) {
            return new AffordableLearner(wanted, Optional.empty());
        }
        LearnerName linear = LearnerName.linear(schema.target() instanceof Target.Classes);
        if (capacity.isCluster()) {
            return new AffordableLearner(
                    linear,
                    Optional.of(
                            note("the dataset is so large that it is trained on Spark, where a linear model is fitted"
                                    + " without a comparison with trees. To fit trees there, set learner to "
                                    + LearnerName.GRADIENT_BOOSTING.text() + " in dropfit.json")));
        }
        FittingMemory memory = new FittingMemory(wanted, settings.holdout(), settings.budget());
        double needed = HeapBudget.heap(table, schema, memory);
        if (HeapBudget.isTooLarge(needed, heap)) {
            if (!capacity.largest()) {
                HeapBudget.checkFitting(table, schema, heap, memory, "set learner to " + linear.text());
            }
            return new AffordableLearner(
                    linear,
                    Optional.of(note(String.format(
                            Locale.ROOT,
                            "only a linear model fits into the memory of %,d MB, so it is fitted without a comparison"
                                    + " with trees. To compare them, give the trainer more memory: on Cloud Functions,"
                                    + " --memory=%dMi",
                            (long) Math.ceil((double) heap / BYTES_PER_MEGABYTE),
                            HeapBudget.memoryOfFunction(needed)))));
        }
        double trained = (1 - settings.holdout()) * table.rows();
        FittingWork work = new FittingWork(wanted, settings.holdout(), settings.budget());
        double seconds = work.seconds((double) bytes, table.rows(), size.outputs(), columns);
        boolean slow = seconds > capacity.seconds();
        if (slow && !capacity.largest()) {
            throw FittingWork.tooSlow(seconds, size.outputs(), capacity);
        }
        if (slow || BlendPlan.leavesOutTrees(trained, size, columns, settings.budget())) {
            return new AffordableLearner(
                    linear,
                    Optional.of(note(
                            "trees would take too long for this many rows, columns and classes, so a linear model is"
                                    + " fitted without a comparison with them. Fewer rows or columns"
                                    + (slow ? "" : ", or a larger budget in dropfit.json,")
                                    + " would allow trees")));
        }
        return new AffordableLearner(wanted, Optional.empty());
    }

    /** The memory that one of the models needs at least that a learner may choose. */
    static HeapBudget.Fitting leastMemory(LearnerName learner, double holdout, double budget) {
        FittingMemory all = new FittingMemory(learner, holdout, budget);
        if (!learner.compares()) {
            return all;
        }
        FittingMemory linear = new FittingMemory(LearnerName.LOGISTIC_REGRESSION, holdout, budget);
        return (rows, outputs, columns) ->
                Math.min(all.bytes(rows, outputs, columns), linear.bytes(rows, outputs, columns));
    }

    private static Anomaly note(String message) {
        return Anomaly.of("only-linear", message);
    }
}
