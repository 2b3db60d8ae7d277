package dev.dropfit.trainer;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.RowSample;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.trainer.drift.CopiedRow;
import dev.dropfit.trainer.drift.Drift;
import dev.dropfit.trainer.drift.SharedRows;
import dev.dropfit.trainer.evaluate.ChangedMeaning;
import dev.dropfit.trainer.evaluate.DataChange;
import dev.dropfit.trainer.evaluate.LabelLevel;
import dev.dropfit.trainer.evaluate.PredictedLabels;
import dev.dropfit.trainer.evaluate.ReversedColumns;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.evaluate.ShiftedTimes;
import dev.dropfit.trainer.evaluate.SwappedLabels;
import dev.dropfit.trainer.schema.NewestRows;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is suspicious in a dataset, compared with that of the served model.
 *
 * @param reasons to reject a model that learned from it, with what changed; empty if there are none
 * @param notes what changed, the most suspicious first
 */
record Suspicion(List<String> reasons, List<Anomaly> notes) {
    private static final int MAX_SUSPECTS = 4;

    /** What a new model gets used to, but its clients do not know of. */
    private static final Set<String> BREAKS_CLIENTS = Set.of(
            Drift.UNIT_JUMP,
            Drift.SWAPPED_COLUMNS,
            Drift.OTHER_RANGE,
            ChangedMeaning.NAME,
            SwappedLabels.NAME,
            ReversedColumns.NAME);

    private static final String AS_BEFORE = ". Write them as before; if clients send them in the new way, "
            + "serve the new model with dropfit promote --force";

    private static final String OR_FORCE = "; if the rows are right, serve the new model with dropfit promote --force";

    /** What rejects by itself, whether the previous model predicts the new rows worse or not, with what to do. */
    private static final Map<String, String> REJECTING = Map.of(
            ShiftedTimes.NAME, AS_BEFORE,
            ChangedMeaning.NAME, AS_BEFORE,
            CopiedRow.NAME, OR_FORCE,
            PredictedLabels.NAME, OR_FORCE);

    /** What does not make the predictions of the previous model all too high or too low. */
    private static final Set<String> KEEPS_LEVEL = Set.of("moved-column", "moved-label", "range", Drift.TRUNCATED_FILE);

    /** What a random part of the previous rows does not have. */
    private static final Set<String> MOVED = Set.of("moved-column", "moved-label", "range", "missing-share");

    /** The chance that is accepted of a column that has one value only because its others are rare. */
    private static final double CHANCE = 1e-4;

    /** A column with a smaller share of the influence on predictions may lose its values. */
    private static final double MIN_INFLUENCE = 0.05;

    /** The number of training rows that are enough to see that the data changed. */
    private static final double MAX_MORE_ROWS = 50_000;

    /** In datasets with more rows, the holdout has enough of them. */
    private static final int MAX_ROWS_OF_COLUMNS = 10_000;

    private static final String UNPREDICTABLE = "no model predicts the label of the new rows better than the baseline."
            + " The labels may be in the wrong rows: check that file and labels were sorted and joined alike";

    Suspicion {
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
    }

    /**
     * The scores of both models on the same holdout rows.
     *
     * @param rows the dataset, with these rows in the holdout
     * @param difference the interval of the difference between their losses, if it is known
     */
    record Both(Table rows, Scores champion, Scores challenger, Optional<Interval> difference) {}

    /**
     * The scores of the served model on rows that it was not trained on.
     *
     * @param table the dataset
     * @param split whose holdout the rows are
     */
    private record NewRows(Scores champion, Table table, Split split) {
        /** The holdout, or all rows if they are new to the served model; empty if it does not know all classes, or knows all rows. */
        static Optional<NewRows> of(Training training, Model served, Optional<SharedRows> shared, Both scores) {
            Dataset dataset = training.dataset();
            Target target = dataset.schema().target();
            if (!Scores.unknownClasses(served, target).isEmpty()
                    || shared.filter(SharedRows::areAll).isPresent()) {
                return Optional.empty();
            }
            Split all = Split.of(1);
            return Optional.of(
                    shared.filter(SharedRows::areNew).isPresent()
                                    && dataset.table().rows() <= MAX_ROWS_OF_COLUMNS
                            ? new NewRows(Scores.of(served, target, dataset.table(), all, true), dataset.table(), all)
                            : new NewRows(scores.champion(), scores.rows(), dataset.split()));
        }
    }

    /**
     * Compares datasets.
     *
     * @param rows some rows of the dataset of the served model; empty for a model of an earlier release
     * @param scores empty if the served model can't score this dataset
     */
    static Suspicion of(Training training, Model served, Optional<RowSample> rows, Optional<Both> scores) {
        Optional<RowSample> comparable = rows.filter(sample -> isComparable(training, served));
        Dataset dataset = training.dataset();
        Optional<SharedRows> shared =
                comparable.map(sample -> SharedRows.find(sample, served.pipeline(), dataset.table(), dataset.split()));
        Optional<DataChange.Finding> change =
                scores.flatMap(both -> change(training, served, comparable, shared, both));
        RunRecord before = RunRecord.of(served);
        List<Anomaly> notes = new ArrayList<>();
        scores.flatMap(both -> opposite(served, dataset.schema().target(), both.champion()))
                .ifPresent(notes::add);
        if (notes.isEmpty() && change.isPresent()) {
            scores.flatMap(both -> SwappedLabels.findInLevel(
                            both.champion(),
                            both.rows(),
                            served.pipeline().features(),
                            dataset.schema().target(),
                            dataset.split()))
                    .ifPresent(notes::add);
            scores.map(both -> ReversedColumns.find(
                            both.champion(),
                            both.rows(),
                            served.pipeline().features(),
                            dataset.schema().target(),
                            dataset.split()))
                    .ifPresent(notes::addAll);
        }
        boolean otherLabels = !notes.isEmpty();
        Optional<NewRows> fresh = scores.flatMap(both -> NewRows.of(training, served, shared, both));
        if (scores.isPresent()) {
            notes.addAll(times(training, served, fresh));
        }
        boolean unpredictable = change.filter(DataChange.Finding::unpredictable).isPresent();
        if (unpredictable) {
            notes.add(Anomaly.of("shuffled-labels", UNPREDICTABLE));
        }
        scores.flatMap(both -> predicted(training, served, comparable, both)).ifPresent(notes::add);
        scores.flatMap(both -> CopiedRow.find(before, served.pipeline(), dataset.table()))
                .ifPresent(notes::add);
        Drift drift = Drift.find(
                before,
                served.pipeline(),
                dataset.table(),
                training.record().model(),
                shared.filter(SharedRows::areTelling));
        notes.addAll(drift.anomalies());
        if (!otherLabels && !unpredictable) {
            fresh.map(known -> ChangedMeaning.find(
                            before.model(),
                            served,
                            known.champion(),
                            known.table(),
                            dataset.schema().target(),
                            known.split(),
                            drift.beyond()))
                    .ifPresent(notes::addAll);
        }
        scores.flatMap(both -> level(before, dataset.schema().label(), both.champion(), notes))
                .ifPresent(notes::add);
        Optional<DataChange.Finding> rejecting = change.filter(
                finding -> !finding.mended() || notes.stream().anyMatch(note -> breaksClients(note, finding)));
        List<String> reasons = new ArrayList<>();
        if (rejecting.isEmpty()) {
            notes.stream()
                    .filter(note -> REJECTING.containsKey(note.name()))
                    .map(note -> "the data changed: " + note.message() + REJECTING.getOrDefault(note.name(), ""))
                    .forEach(reasons::add);
            if (!reasons.isEmpty()) {
                notes.stream()
                        .filter(note -> BREAKS_CLIENTS.contains(note.name()) && !REJECTING.containsKey(note.name()))
                        .map(Anomaly::message)
                        .forEach(reasons::add);
            }
        }
        scores.flatMap(both -> unfinished(training, served))
                .map(note -> "the data changed: " + note.message() + OR_FORCE)
                .ifPresent(reasons::add);
        selection(before, dataset.table(), shared, notes).ifPresent(reasons::add);
        reasons.addAll(lostValues(before, dataset.table()));
        rejecting.map(finding -> reasons(finding, before, notes)).ifPresent(reasons::addAll);
        return new Suspicion(reasons, notes);
    }

    /** Labels that are predictions of the served model, on the rows that its dataset did not have. */
    private static Optional<Anomaly> predicted(
            Training training, Model served, Optional<RowSample> comparable, Both scores) {
        Dataset dataset = training.dataset();
        Target target = dataset.schema().target();
        if (comparable.isEmpty() || !Scores.unknownClasses(served, target).isEmpty()) {
            return Optional.empty();
        }
        boolean all = dataset.table().rows() <= MAX_ROWS_OF_COLUMNS;
        Table rows = all ? dataset.table() : scores.rows();
        Split split = all ? Split.of(1) : dataset.split();
        Scores champion = all ? Scores.of(served, target, rows, split, true) : scores.champion();
        int[] added = SharedRows.holdout(comparable.get(), served.pipeline(), rows, target, split)
                .added();
        return PredictedLabels.find(
                dataset.schema().label(), RunRecord.of(served).model().holdout(), champion.sample(added), target);
    }

    /**
     * Newest rows that all have one class although the served model expects others among them. The previous dataset had no such rows, as far as its
     * record says that.
     */
    private static Optional<Anomaly> unfinished(Training training, Model served) {
        Dataset dataset = training.dataset();
        Target target = dataset.schema().target();
        boolean known = RunRecord.of(served).model().anomalies().stream()
                .anyMatch(note -> note.name().equals(NewestRows.NAME));
        if (known || !Scores.unknownClasses(served, target).isEmpty()) {
            return Optional.empty();
        }
        return NewestRows.find(dataset.table(), dataset.schema())
                .filter(newest -> Scores.of(served, target, dataset.table(), Split.of(1), true)
                                .sample(newest.rows())
                                .expectedOthers(newest.ofClass())
                        >= NewestRows.MIN_EXPECTED)
                .map(NewestRows.Found::anomaly);
    }

    private static boolean breaksClients(Anomaly note, DataChange.Finding finding) {
        return BREAKS_CLIENTS.contains(note.name())
                && !(finding.surpassed() && note.name().equals(ReversedColumns.NAME));
    }

    /** Times of another time zone: a new model learns them as well as the previous one learned its own, so that no comparison shows them. */
    private static List<Anomaly> times(Training training, Model served, Optional<NewRows> fresh) {
        List<Anomaly> found = new ArrayList<>(ShiftedTimes.findLost(served, training.model()));
        if (fresh.isEmpty() || !ShiftedTimes.readsHours(served)) {
            return found;
        }
        List<Anomaly> shifted = ShiftedTimes.find(
                served,
                fresh.get().champion(),
                fresh.get().table(),
                training.dataset().schema().target(),
                fresh.get().split());
        found.addAll(shifted);
        if (shifted.isEmpty()) {
            found.addAll(ShiftedTimes.findMoved(
                    served,
                    RunRecord.of(served).model().trainRows(),
                    training.model(),
                    training.record().model().trainRows()));
        }
        return found;
    }

    /** A label that is a number and is higher or lower than predicted; empty if another note may be the reason. */
    private static Optional<Anomaly> level(RunRecord before, String label, Scores champion, List<Anomaly> notes) {
        return champion.outputs() == 1 && notes.stream().map(Anomaly::name).allMatch(KEEPS_LEVEL::contains)
                ? LabelLevel.find(label, before.model().holdout(), champion)
                : Optional.empty();
    }

    /** Why a part of the previous rows is suspicious: if it is a random one, its columns look as before. */
    private static Optional<String> selection(
            RunRecord before, Table table, Optional<SharedRows> shared, List<Anomaly> notes) {
        List<String> moved = notes.stream()
                .filter(note -> MOVED.contains(note.name()))
                .map(Anomaly::message)
                .toList();
        OptionalLong rows = before.dataset().rows();
        if (moved.isEmpty()
                || rows.isEmpty()
                || table.rows() >= Drift.SMALLER_SHARE * rows.getAsLong()
                || shared.filter(SharedRows::areTelling)
                        .filter(SharedRows::isContained)
                        .isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("the dataset has " + Figures.count(table.rows()) + " of the "
                + Figures.rows(rows.getAsLong())
                + " of the previous one, no others, and not a random part of them: " + moved.get(0)
                + ". A model of these rows knows nothing about the others. Upload all rows; if the others were removed"
                + " on purpose, serve the new model with dropfit promote --force");
    }

    /** Why columns that have a single value or none now are suspicious: a new model ignores them, and clients send other values as well. */
    private static List<String> lostValues(RunRecord before, Table table) {
        Map<String, Double> influences = before.model().influences();
        Map<String, Integer> values = table.columns().stream()
                .filter(column -> column.distinctValues() <= 1)
                .collect(Collectors.toMap(Column::name, Column::distinctValues, (one, other) -> one));
        return before.model().columns().stream()
                .filter(column -> values.containsKey(column.name())
                        && influences.getOrDefault(column.name(), 0.0) >= MIN_INFLUENCE
                        && !isConstantByChance(column, before, table.rows(), values.getOrDefault(column.name(), 0)))
                .map(column -> {
                    boolean empty = values.getOrDefault(column.name(), 0) == 0;
                    return "'" + column.name()
                            + (empty
                                    ? "' is empty in all rows, and it had "
                                    : "' has the same value in all rows, and it had ")
                            + Figures.percent(influences.getOrDefault(column.name(), 0.0))
                            + " of the influence on the predictions of the previous model. The new model ignores it,"
                            + " so requests"
                            + (empty
                                    ? " with values would be predicted as if they had none"
                                    : " with other values would be predicted as if they had this one")
                            + ". Upload rows with all values; if there are no "
                            + (empty ? "values" : "others")
                            + " any more, serve the new model with dropfit promote --force";
                })
                .toList();
    }

    /** Whether so many rows may have the most frequent value of the previous dataset only, or none; also if the record does not say how frequent it was. */
    private static boolean isConstantByChance(ColumnFacts column, RunRecord before, int rows, int distinct) {
        if (distinct == 0) {
            return rows * Math.log(column.missing()) > Math.log(CHANCE);
        }
        double values = before.dataset().rows().orElse(0) * (1 - column.missing());
        double largest = Stream.concat(
                        column.profile().counts().stream().map(CategoryCount::rows),
                        column.profile().bins().stream().map(NumberBin::rows))
                .mapToDouble(Number::doubleValue)
                .max()
                .orElse(values);
        // Dates have neither: they move on.
        return !(largest < values) || rows * Math.log(largest / values) > Math.log(CHANCE);
    }

    private static Optional<Anomaly> opposite(Model served, Target target, Scores champion) {
        if (!(target instanceof Target.Classes classes)) {
            return SwappedLabels.findInNumbers(champion);
        }
        return Scores.unknownClasses(served, target).isEmpty()
                ? SwappedLabels.find(champion, classes)
                : Optional.empty();
    }

    /** Whether rows of the served model's dataset can be found: the dataset has its columns and its label. */
    private static boolean isComparable(Training training, Model served) {
        Set<String> columns =
                training.dataset().table().columns().stream().map(Column::name).collect(Collectors.toSet());
        return served.pipeline().label().equals(training.dataset().schema().label())
                && served.pipeline().features().stream().map(Feature::column).allMatch(columns::contains);
    }

    /**
     * Why the labels are suspicious. If there are classes that the champion does not know, the world has changed, and this can't be told; if the
     * rows are those of the previous dataset, nothing has.
     */
    private static Optional<DataChange.Finding> change(
            Training training, Model served, Optional<RowSample> comparable, Optional<SharedRows> shared, Both scores) {
        Dataset dataset = training.dataset();
        Target target = dataset.schema().target();
        if (!Scores.unknownClasses(served, target).isEmpty()
                || shared.filter(SharedRows::areAll).isPresent()) {
            return Optional.empty();
        }
        // Training rows that the previous model was trained on too do not show how it predicts new ones.
        Optional<Scores> more = shared.filter(SharedRows::areNew)
                .map(known -> Scores.of(served, target, dataset.table(), sample(dataset), false));
        Optional<DataChange.Finding> found = DataChange.find(
                RunRecord.of(served).model(),
                training.baseline().orElseThrow(),
                new DataChange.Models(
                        served.pipeline(), scores.champion(), more, scores.challenger(), scores.difference()),
                target);
        if (found.isPresent() || comparable.isEmpty()) {
            return found;
        }
        SharedRows.Holdout both =
                SharedRows.holdout(comparable.get(), served.pipeline(), scores.rows(), target, dataset.split());
        Optional<DataChange.Finding> relabelled = shared.filter(SharedRows::areTelling)
                .filter(SharedRows::isRelabelled)
                .flatMap(rows -> previousClasses(both, served, target))
                .flatMap(before -> DataChange.findOnRelabelled(
                        scores.champion().sample(both.changed()),
                        scores.challenger().sample(both.changed()),
                        before));
        // If the new model is better on all rows together, it has learned a world that changed.
        if (relabelled.isPresent()
                || scores.difference().filter(interval -> interval.high() < 0).isPresent()) {
            return relabelled;
        }
        return DataChange.findOnShared(
                scores.champion().sample(both.unchanged()), scores.challenger().sample(both.unchanged()), target);
    }

    /** The previous classes of the rows whose label changed, as indices of the dataset's; empty for numbers, and if a class is gone. */
    private static Optional<int[]> previousClasses(SharedRows.Holdout rows, Model served, Target target) {
        if (!(target instanceof Target.Classes now) || !(served.pipeline().target() instanceof Target.Classes before)) {
            return Optional.empty();
        }
        int[] classes = IntStream.of(rows.before())
                .map(code -> now.values().indexOf(before.values().get(code)))
                .toArray();
        return IntStream.of(classes).allMatch(index -> index >= 0) ? Optional.of(classes) : Optional.empty();
    }

    private static Split sample(Dataset dataset) {
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
