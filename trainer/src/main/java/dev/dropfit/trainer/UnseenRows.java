package dev.dropfit.trainer;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.SplitFacts;
import dev.dropfit.trainer.split.Sides;
import dev.dropfit.trainer.table.Table;
import java.util.Optional;

/**
 * The holdout rows on which two models are compared: those that the previous model was not fitted to either. These are all of them, unless the
 * previous model was trained with another split, or by an earlier release.
 *
 * @param table the dataset, with the other rows moved out of the holdout; empty when too few are left
 * @param remark what the reasons say about it; empty when all holdout rows are left
 */
record UnseenRows(Optional<Table> table, Optional<String> remark) {
    /** On fewer rows a comparison shows nothing. */
    private static final int MIN_ROWS = 50;

    /** @param previous how the previous model's rows were divided; empty if its record does not say, because an earlier release wrote it */
    static UnseenRows of(Dataset dataset, Optional<SplitFacts> previous) {
        Sides sides = dataset.sides();
        if (previous.isPresent() && previous.get().holdsOutAll(sides.facts())) {
            return new UnseenRows(Optional.of(sides.table()), Optional.empty());
        }
        boolean classes = dataset.schema().target() instanceof Target.Classes;
        Optional<Table> unseen = previous.isPresent()
                ? sides.withoutThoseTrainedOnBy(previous.get(), classes)
                : sides.withoutThoseTrainedOnByEarlierReleases();
        int all = sides.split().count(sides.table(), true);
        int left = unseen.map(table -> sides.split().count(table, true)).orElse(0);
        String why = "the previous model was trained "
                + (previous.isPresent() ? "with another split" : "by an earlier release, which chose other rows")
                + ", so it knows many of these holdout rows. ";
        return left >= MIN_ROWS
                ? new UnseenRows(
                        unseen,
                        Optional.of(why + "The two models are compared on the " + Figures.count(left) + " of "
                                + Figures.count(all) + " rows that neither was trained on"))
                : new UnseenRows(
                        Optional.empty(),
                        Optional.of(why + "It is not compared this time, because only " + Figures.count(left) + " of "
                                + Figures.count(all, "row is", "rows are") + " new to both models"));
    }
}
