package dev.dropfit.trainer;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.RowSample;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.trainer.drift.Drift;
import dev.dropfit.trainer.drift.LostInfluence;
import dev.dropfit.trainer.drift.SharedRows;
import dev.dropfit.trainer.evaluate.DataChange;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is suspicious in a dataset, compared with that of the served model.
 *
 * @param reasons to reject a model that learned from it, with what changed; empty if there are none
 * @param notes what changed, the most suspicious first
 */
record Suspicion(List<String> reasons, List<Anomaly> notes) {
    private static final int MAX_SUSPECTS = 4;

    /** The number of training rows that are enough to see that the data changed. */
    private static final double MAX_MORE_ROWS = 50_000;

    private static final String UNPREDICTABLE = "no model predicts the label of the new rows better than the baseline."
            + " The labels may be in the wrong rows: check that file and labels were sorted and joined alike";

    Suspicion {
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
    }

    /**
     * The scores of both models on the same holdout rows.
     *
     * @param difference the interval of the difference between their losses, if it is known
     */
    record Both(Scores champion, Scores challenger, Optional<Interval> difference) {}

    /**
     * Compares datasets.
     *
     * @param rows some rows of the dataset of the served model; empty for a model of an earlier release
     * @param scores empty if the served model can't score this dataset
     */
    static Suspicion of(Training training, Model served, Optional<RowSample> rows, Optional<Both> scores) {
        Optional<RowSample> comparable = rows.filter(sample -> isComparable(training, served));
        Training.Dataset dataset = training.dataset();
        Optional<SharedRows> shared =
                comparable.map(sample -> SharedRows.find(sample, served.pipeline(), dataset.table(), dataset.split()));
        Optional<DataChange.Finding> change =
                scores.flatMap(both -> change(training, served, comparable, shared, both));
        RunRecord before = RunRecord.of(served);
        List<Anomaly> notes = new ArrayList<>();
        if (change.filter(DataChange.Finding::unpredictable).isPresent()) {
            notes.add(Anomaly.of("shuffled-labels", UNPREDICTABLE));
        } else if (change.filter(finding -> !finding.mended()).isPresent()) {
            notes.addAll(LostInfluence.of(before.model(), training.record().model()));
        }
        notes.addAll(Drift.find(
                before,
                served.pipeline(),
                dataset.table(),
                training.record().model(),
                shared.filter(SharedRows::areTelling)));
        // A new model gets used to a new unit, but its clients do not know of it.
        Optional<DataChange.Finding> rejecting = change.filter(finding ->
                !finding.mended() || notes.stream().anyMatch(note -> note.name().equals(Drift.UNIT_JUMP)));
        return new Suspicion(
                rejecting.map(finding -> reasons(finding, before, notes)).orElse(List.of()), notes);
    }

    /** Whether rows of the served model's dataset can be found: the dataset has its columns and its label. */
    private static boolean isComparable(Training training, Model served) {
        Set<String> columns =
                training.dataset().table().columns().stream().map(Column::name).collect(Collectors.toSet());
        return served.pipeline().label().equals(training.dataset().schema().label())
                && served.pipeline().features().stream().map(Feature::column).allMatch(columns::contains);
    }

    /** Why the labels are suspicious. If there are classes that the champion does not know, the world has changed, and this can't be told. */
    private static Optional<DataChange.Finding> change(
            Training training, Model served, Optional<RowSample> comparable, Optional<SharedRows> shared, Both scores) {
        Training.Dataset dataset = training.dataset();
        Target target = dataset.schema().target();
        if (!Scores.unknownClasses(served, target).isEmpty()) {
            return Optional.empty();
        }
        // Training rows that the previous model was trained on too do not show how it predicts new ones.
        Optional<Scores> more = shared.filter(SharedRows::areNew)
                .map(known -> Scores.of(served, target, dataset.table(), sample(dataset), false));
        Optional<DataChange.Finding> found = DataChange.find(
                RunRecord.of(served).model(),
                training.baseline().orElseThrow(),
                new DataChange.Models(scores.champion(), more, scores.challenger(), scores.difference()),
                target);
        // If the new model is better on all rows together, it has learned a world that changed.
        if (found.isPresent()
                || scores.difference().filter(interval -> interval.high() < 0).isPresent()) {
            return found;
        }
        return comparable.flatMap(known -> {
            int[] same =
                    SharedRows.unchangedHoldout(known, served.pipeline(), dataset.table(), target, dataset.split());
            return DataChange.findOnShared(
                    scores.champion().sample(same), scores.challenger().sample(same), target);
        });
    }

    private static Split sample(Training.Dataset dataset) {
        double trained = Math.max(1, dataset.split().count(dataset.table(), false));
        return dataset.split().sample(Math.min(1, MAX_MORE_ROWS / trained));
    }

    private static List<String> reasons(DataChange.Finding change, RunRecord before, List<Anomaly> notes) {
        List<String> reasons = new ArrayList<>(List.of(change.reason()));
        notes.stream().limit(MAX_SUSPECTS).map(Anomaly::message).forEach(reasons::add);
        if (!Drift.hasProfile(before)) {
            reasons.add("the columns can't be compared with those of the previous dataset, because the previous model"
                    + " is of an earlier release, whose records do not describe them");
        } else if (notes.isEmpty()) {
            reasons.add("each column alone looks as in the previous dataset, so look at the labels first");
        }
        return reasons;
    }
}
