package dev.dropfit.trainer.drift;

import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowSample;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows that a dataset has in common with the one before. Rows are compared by the values that the previous model reads, in a sample.
 *
 * @param before the number of rows of the previous dataset in the sample
 * @param now the number of rows of the new dataset in the same sample
 * @param shared how many of them are the same
 * @param labelled how many of these have one label in both
 * @param relabelled how many of these have another label now
 * @param byChance how many rows may be shared by chance only
 * @param change the most frequent change of a class, as a part of a sentence; empty for numbers
 */
public record SharedRows(
        int before, int now, int shared, int labelled, int relabelled, double byChance, Optional<String> change) {
    private static final int MAX_ENTRIES = 1 << 16;

    /** If a smaller share of the rows is in both, the previous model can't know them well. */
    private static final double MAX_KNOWN_SHARE = 0.02;

    /** With fewer rows in common, nothing is said of them. */
    private static final int MIN_ROWS = 50;

    /** If more rows than this share of those in common may be equal by chance, they are not the same rows. */
    private static final double MAX_CHANCE_SHARE = 0.2;

    private static final double CONTAINED_SHARE = 0.98;
    private static final double MIN_RELABELLED_SHARE = 0.01;
    private static final int MIN_RELABELLED = 10;

    /**
     * Compares rows.
     *
     * @param sample of the previous dataset
     * @param model the previous one
     */
    public static SharedRows find(RowSample sample, Pipeline model, Table table, Split split) {
        SampledRows sampled = SampledRows.of(table, model, split, sample.bound(), MAX_ENTRIES);
        RowSample rows = sampled.sample();
        int before = 0;
        int shared = 0;
        int labelled = 0;
        int relabelled = 0;
        Map<Long, Integer> changes = new HashMap<>();
        for (int entry = 0; entry < sample.size() && sample.hash(entry) <= rows.bound(); entry++) {
            before++;
            int found = rows.find(sample.hash(entry));
            if (found < 0) {
                continue;
            }
            shared++;
            if (sample.label(entry) != RowSample.NO_LABEL && rows.label(found) != RowSample.NO_LABEL) {
                labelled++;
                if (sample.label(entry) != rows.label(found)) {
                    relabelled++;
                    changes.merge(((long) sample.label(entry) << Integer.SIZE) | rows.label(found), 1, Integer::sum);
                }
            }
        }
        double byChance = before * sampled.repeatedShare();
        return new SharedRows(
                before, rows.size(), shared, labelled, relabelled, byChance, mostFrequent(changes, model.target()));
    }

    /** Whether they say something: not if there are few, nor if rows are equal by chance often, as where all columns have few values. */
    public boolean areTelling() {
        return shared >= MIN_ROWS && byChance <= MAX_CHANCE_SHARE * shared;
    }

    /** Whether the rows of the new dataset are new to the previous model. */
    public boolean areNew() {
        return now > 0 && shared <= MAX_KNOWN_SHARE * now;
    }

    private static Optional<String> mostFrequent(Map<Long, Integer> changes, Target target) {
        if (!(target instanceof Target.Classes classes)) {
            return Optional.empty();
        }
        return changes.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .map(change -> "'" + classes.name(change.intValue()) + "' instead of '"
                        + classes.name((int) (change >>> Integer.SIZE)) + "'");
    }

    /** Whether the new dataset has hardly any row that the previous one did not have. */
    public boolean isContained() {
        return shared >= CONTAINED_SHARE * now;
    }

    /** Whether both datasets have the same rows with the same labels, except for a few. */
    public boolean areAll() {
        return areTelling() && isContained() && shared >= CONTAINED_SHARE * before && !isRelabelled();
    }

    /** Whether more labels changed than rows that are equal by chance explain. */
    public boolean isRelabelled() {
        return relabelled - byChance >= MIN_RELABELLED && relabelled >= MIN_RELABELLED_SHARE * labelled;
    }

    /**
     * The holdout rows that the previous model did not train on, as positions among the holdout rows that have scores.
     *
     * @param unchanged those with the same label as before
     * @param changed those with another one
     * @param before the code of the previous label of each changed row
     * @param added those that the previous dataset did not have, as far as the sample shows that
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
    public record Holdout(int[] unchanged, int[] changed, int[] before, int[] added) {}

    /**
     * Finds the rows that are in both holdouts, with a known label in both, and those that are new.
     *
     * @param target of the dataset; a row of another class has no scores
     */
    public static Holdout holdout(RowSample sample, Pipeline model, Table table, Target target, Split split) {
        SampledRows.Hashes hashes = new SampledRows.Hashes(table, model.features());
        Targets scored = new Targets(table, target);
        Targets targets = new Targets(table, model.target());
        boolean classes = model.target() instanceof Target.Classes;
        long[] hash = new long[Table.CHUNK];
        double[] labels = new double[Table.CHUNK];
        double[] known = new double[Table.CHUNK];
        IntStream.Builder unchanged = IntStream.builder();
        IntStream.Builder changed = IntStream.builder();
        IntStream.Builder before = IntStream.builder();
        IntStream.Builder added = IntStream.builder();
        int position = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            hashes.of(chunk, hash);
            targets.decode(chunk, labels);
            scored.decode(chunk, known);
            char[] places = table.shares().get(chunk);
            for (int i = 0; i < places.length; i++) {
                if (!split.heldOut(places[i]) || (target instanceof Target.Classes && known[i] < 0)) {
                    continue;
                }
                int entry = hash[i] <= sample.bound() ? sample.find(hash[i]) : -1;
                int label = SampledRows.code(labels[i], classes);
                if (entry >= 0
                        && sample.heldOut(entry)
                        && sample.label(entry) != RowSample.NO_LABEL
                        && label != RowSample.NO_LABEL) {
                    if (sample.label(entry) == label) {
                        unchanged.add(position);
                    } else {
                        changed.add(position);
                        before.add(sample.label(entry));
                    }
                } else if (entry < 0 && hash[i] <= sample.bound()) {
                    added.add(position);
                }
                position++;
            }
        }
        return new Holdout(
                unchanged.build().toArray(),
                changed.build().toArray(),
                before.build().toArray(),
                added.build().toArray());
    }
}
