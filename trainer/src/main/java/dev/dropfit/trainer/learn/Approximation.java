package dev.dropfit.trainer.learn;

import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Locale;
import java.util.Optional;

/** The notes about models that are approximate, because an exact one takes more work than a fit may take. */
public final class Approximation {
    private Approximation() {}

    /**
     * A note if a model is fitted to a part of the training rows.
     *
     * @param fitted the rows that it is fitted to
     * @param what the model: a linear model, trees
     */
    public static Optional<Anomaly> sampledRows(Table table, Split split, Split fitted, String what) {
        int all = split.count(table, false);
        int some = fitted.count(table, false);
        return some == all
                ? Optional.empty()
                : Optional.of(Anomaly.of(
                        "sampled-rows",
                        String.format(
                                Locale.ROOT,
                                "%s for all %,d training rows would take too long; the model is fitted to a sample of"
                                        + " %,d of them, chosen by their content, and evaluated on all rows of the"
                                        + " holdout",
                                what,
                                all,
                                some)));
    }

    /** A note that the weights of a linear model are not at the optimum. */
    public static Anomaly stoppedEarly() {
        return Anomaly.of(
                "stopped-early",
                "the exact weights of the linear model would take too long to compute, so they are approximate;"
                        + " fewer columns, categories or classes make them exact");
    }

    /**
     * A note that there are fewer trees.
     *
     * @param rounds the number of trees of each class
     * @param wanted the usual maximum
     */
    public static Anomaly fewerRounds(int rounds, int wanted) {
        return Anomaly.of(
                "fewer-trees",
                String.format(
                        Locale.ROOT,
                        "the usual maximum of %,d rounds of trees would take too long; there are at most %,d. Fewer"
                                + " columns or classes allow more",
                        wanted,
                        rounds));
    }
}
