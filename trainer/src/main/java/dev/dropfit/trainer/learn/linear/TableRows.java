package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The training rows of a table in memory. A pass processes groups of chunks in parallel. */
final class TableRows implements TrainingRows {
    private final FeatureTable rows;
    private final Targets targets;
    private final Split split;
    private final Loss loss;
    private final int count;
    private final int stride;
    private final OptionalInt parts;

    TableRows(FeatureTable rows, Targets targets, Split split, Loss loss) {
        this(rows, targets, split, loss, split.count(rows.table(), false), 1, OptionalInt.empty());
    }

    private TableRows(
            FeatureTable rows, Targets targets, Split split, Loss loss, int count, int stride, OptionalInt parts) {
        this.rows = rows;
        this.targets = targets;
        this.split = split;
        this.loss = loss;
        this.count = count;
        this.stride = stride;
        this.parts = parts;
    }

    /** The same rows, computed in this many parts of the dataset, at least one. Without it, each group of chunks is a part. */
    TableRows inParts(int number) {
        return new TableRows(rows, targets, split, loss, count, stride, OptionalInt.of(number));
    }

    @Override
    public List<Feature> features() {
        return rows.features();
    }

    @Override
    public int cells() {
        return rows.cells();
    }

    @Override
    public int chunks() {
        return (rows.table().chunks() + stride - 1) / stride;
    }

    @Override
    public double count() {
        return (double) count / stride;
    }

    @Override
    public Optional<TrainingRows> sample(int everyNth) {
        return Optional.of(new TableRows(rows, targets, split, loss, count, stride * everyNth, parts));
    }

    @Override
    public PartialSums sums(Pass pass, int groups) {
        int pieces = parts.orElse(groups);
        return IntStream.range(0, pieces)
                .parallel()
                .mapToObj(part -> partial(pass, groups, (int) ((long) groups * part / pieces), (int)
                        ((long) groups * (part + 1) / pieces)))
                .reduce(PartialSums::merge)
                .orElseThrow();
    }

    /** The sums of a part of the dataset: the groups from one to another, which is not in it. */
    private PartialSums partial(Pass pass, int groups, int from, int to) {
        int chunks = chunks();
        List<double[]> partial = new ArrayList<>();
        for (int group = from; group < to; group++) {
            TableBlocks blocks = new TableBlocks(rows, targets, split);
            GroupSums sums = new GroupSums(blocks.block(), loss, pass);
            int end = (int) ((long) chunks * (group + 1) / groups);
            for (int chunk = (int) ((long) chunks * group / groups); chunk < end; chunk++) {
                blocks.load(chunk * stride);
                sums.add();
            }
            partial.add(sums.sums());
        }
        return new PartialSums(from, partial);
    }
}
