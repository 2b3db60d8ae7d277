package dev.dropfit.trainer.learn.blend;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.core.model.score.TreeSums;
import dev.dropfit.trainer.feature.ChunkRows;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.learn.boost.BoostedFold;
import dev.dropfit.trainer.learn.tree.LevelOrder;
import dev.dropfit.trainer.learn.tree.ParallelParts;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Fits members to the folds of a sample of the training rows, and scores the rows that they were not fitted to. All members have the same
 * rows in the same order. Uses all cores; the result does not depend on their number.
 */
final class Folds {
    /** With fewer rows a fit does not use two cores, so several fits are made at the same time. */
    static final int MANY_ROWS = 1 << 15;

    /** With fewer rows, to prepare trees for scoring takes longer than scoring. */
    private static final int MANY_SCORED = 1000;

    private final FeatureTable rows;
    private final Target target;
    private final List<Split> folds;
    private final double share;
    private final boolean parallel;
    private final int outputs;
    private final BiConsumer<Member, Optional<OutOfFold>> watcher;

    /**
     * @param folds of the rows; the holdout of each is scored
     * @param share of the maximum work that a fit may take
     * @param watcher receives each member when it is scored, in any order and from any thread
     */
    Folds(
            FeatureTable rows,
            Target target,
            List<Split> folds,
            double share,
            BiConsumer<Member, Optional<OutOfFold>> watcher) {
        this.watcher = watcher;
        this.rows = rows;
        this.target = target;
        this.folds = List.copyOf(folds);
        this.share = share;
        outputs = ModelSize.margins(target);
        parallel = folds.get(0).count(rows.table(), false) < MANY_ROWS;
    }

    /**
     * The margins of a member for rows that it was not fitted to.
     *
     * @param margins [row * outputs + output], in the order of the folds
     * @param rounds the best number of rounds of boosting, on average; 0 for other members
     * @param settled whether more rounds would not have been better
     */
    @SuppressWarnings("ArrayRecordComponent") // Large, and never compared.
    record OutOfFold(Member member, double[] margins, double rounds, boolean settled) {}

    /** A fit to a fold. */
    private sealed interface Fit {
        record Single(MarginScorer scorer) implements Fit {}

        record Grown(List<Feature> features, List<List<Tree>> trees) implements Fit {}

        record Rounds(List<Feature> features, BoostedFold fold) implements Fit {}

        record Failed() implements Fit {}
    }

    /** The actual class or number of each row. */
    static double[] actual(FeatureTable rows, Target target, List<Split> folds) {
        Targets targets = new Targets(rows.table(), target);
        return folds.stream()
                .flatMapToDouble(fold -> {
                    double[] actual = new double[fold.count(rows.table(), true)];
                    double[] decoded = new double[Table.CHUNK];
                    int[] selected = new int[Table.CHUNK];
                    int at = 0;
                    for (int chunk = 0; chunk < rows.table().chunks(); chunk++) {
                        int count = fold.select(rows.table().shares().get(chunk), true, selected);
                        targets.decode(chunk, decoded);
                        for (int i = 0; i < count; i++) {
                            actual[at++] = decoded[selected[i]];
                        }
                    }
                    return Arrays.stream(actual);
                })
                .toArray();
    }

    /** The index of the first row of each fold, and the number of rows. */
    int[] starts() {
        int[] starts = new int[folds.size() + 1];
        for (int fold = 0; fold < folds.size(); fold++) {
            starts[fold + 1] = starts[fold] + folds.get(fold).count(rows.table(), true);
        }
        return starts;
    }

    /** The margins of each member; empty for one that can't be fitted. */
    List<Optional<OutOfFold>> of(List<Member> members) {
        int count = folds.size();
        boolean trees = members.stream().anyMatch(member -> !(member instanceof Member.Linear));
        // The rows that a fold scores must not decide the order of levels.
        List<FeatureTable> ordered = folds.stream()
                .map(fold -> trees ? LevelOrder.order(rows, target, fold) : rows)
                .toList();
        AtomicReferenceArray<Fit> fits = new AtomicReferenceArray<>(members.size() * count);
        AtomicIntegerArray done = new AtomicIntegerArray(members.size());
        AtomicReferenceArray<Optional<OutOfFold>> scored = new AtomicReferenceArray<>(members.size());
        // One fit after another, so that few members have some of their fits at the same time.
        AtomicInteger next = new AtomicInteger();
        ParallelParts.run(parallel ? ForkJoinPool.getCommonPoolParallelism() + 1 : 1, thread -> {
            for (int task = next.getAndIncrement(); task < fits.length(); task = next.getAndIncrement()) {
                int member = task / count;
                fits.set(task, fit(members.get(member), folds.get(task % count), ordered.get(task % count)));
                // The last fit of a member makes its margins, and frees the memory of its fits.
                if (done.incrementAndGet(member) == count) {
                    List<Fit> own = IntStream.range(member * count, (member + 1) * count)
                            .mapToObj(index -> fits.getAndSet(index, new Fit.Failed()))
                            .toList();
                    scored.set(member, outOfFold(members.get(member), own));
                    watcher.accept(members.get(member), scored.get(member));
                }
            }
        });
        return IntStream.range(0, members.size()).mapToObj(scored::get).toList();
    }

    /** @param ordered the rows with ordered levels, for trees */
    private Fit fit(Member member, Split fold, FeatureTable ordered) {
        try {
            if (member instanceof Member.Boosted boosted) {
                return new Fit.Rounds(ordered.features(), boosted.learner(share).fitFold(ordered, target, fold));
            }
            if (member instanceof Member.Forest forest) {
                return new Fit.Grown(
                        ordered.features(), forest.learner(share).trees(ordered, target, fold, note -> {}));
            }
            return new Fit.Single(member.learner(share).fit(rows, target, fold));
        } catch (InvalidTableException e) {
            return new Fit.Failed();
        }
    }

    private Optional<OutOfFold> outOfFold(Member member, List<Fit> fits) {
        if (fits.stream().anyMatch(Fit.Failed.class::isInstance)) {
            return Optional.empty();
        }
        double rounds = fits.stream()
                .mapToInt(fit -> fit instanceof Fit.Rounds own ? own.fold().best() : 0)
                .average()
                .orElse(0);
        boolean settled = fits.stream()
                .allMatch(fit -> !(fit instanceof Fit.Rounds own) || own.fold().stopped());
        double[] margins = new double
                [outputs
                        * folds.stream()
                                .mapToInt(fold -> fold.count(rows.table(), true))
                                .sum()];
        int from = 0;
        for (int fold = 0; fold < fits.size(); fold++) {
            int held = folds.get(fold).count(rows.table(), true);
            from = margins(scorer(fits.get(fold), (int) Math.rint(rounds), held), folds.get(fold), margins, from);
        }
        return Optional.of(new OutOfFold(member, margins, rounds, settled));
    }

    /**
     * What computes the margins of a row, from the row.
     *
     * @param rounds of boosting
     * @param held the number of rows that it will score
     */
    private BiConsumer<double[], double[]> scorer(Fit fit, int rounds, int held) {
        if (fit instanceof Fit.Rounds own) {
            return scorer(own.features(), own.fold().trees().apply(rounds), held);
        }
        if (fit instanceof Fit.Grown own) {
            return scorer(own.features(), own.trees(), held);
        }
        return ((Fit.Single) fit).scorer()::margins;
    }

    private BiConsumer<double[], double[]> scorer(List<Feature> features, List<List<Tree>> trees, int held) {
        return held < MANY_SCORED
                ? new TreeSums(features, trees)::margins
                : new TreeScorer(features, target instanceof Target.Classes, trees)::margins;
    }

    /** Scores the holdout of a fold; returns the place after its margins. */
    private int margins(BiConsumer<double[], double[]> scorer, Split fold, double[] margins, int from) {
        int chunks = rows.table().chunks();
        int[] starts = new int[chunks + 1];
        starts[0] = from;
        int[] selected = new int[Table.CHUNK];
        for (int chunk = 0; chunk < chunks; chunk++) {
            starts[chunk + 1] =
                    starts[chunk] + outputs * fold.select(rows.table().shares().get(chunk), true, selected);
        }
        IntStream.range(0, chunks)
                .parallel()
                .filter(chunk -> starts[chunk + 1] > starts[chunk])
                .forEach(chunk -> margins(scorer, fold, chunk, margins, starts[chunk]));
        return starts[chunks];
    }

    private void margins(BiConsumer<double[], double[]> scorer, Split fold, int chunk, double[] margins, int from) {
        int[] selected = new int[Table.CHUNK];
        int count = fold.select(rows.table().shares().get(chunk), true, selected);
        int features = rows.features().size();
        ChunkRows read = new ChunkRows(rows, chunk, selected, count);
        boolean classes = target instanceof Target.Classes;
        boolean binary = classes && outputs == 1;
        double[] row = new double[features];
        double[] own = new double[binary ? 2 : outputs];
        for (int i = 0; i < count; i++) {
            read.fill(i, row);
            scorer.accept(row, own);
            if (binary) {
                margins[from + i] = own[1] - own[0];
            } else {
                System.arraycopy(own, 0, margins, from + i * outputs, outputs);
            }
        }
    }
}
