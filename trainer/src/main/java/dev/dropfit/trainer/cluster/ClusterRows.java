package dev.dropfit.trainer.cluster;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.learn.linear.PartialSums;
import dev.dropfit.trainer.learn.linear.Pass;
import dev.dropfit.trainer.learn.linear.TrainingRows;
import dev.dropfit.trainer.read.LineIndex;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The training rows of a dataset in the processes of a cluster. For one thread. */
public final class ClusterRows implements TrainingRows {
    private final RowPlan plan;
    private final Cluster.Rows rows;
    private final LineIndex index;
    private final int cells;
    private final Optional<TrainingRows> local;
    /** The lines on which the first and the last row of each chunk begin. */
    private final int[] firstLines;

    private final int[] lastLines;

    /**
     * Rows of a plan.
     *
     * @param rows the same rows in the cluster
     * @param index of the lines of the file
     * @param cells the number of values of a row that are not 0, about
     * @param local the same rows in this process, if it has them all
     */
    public ClusterRows(RowPlan plan, Cluster.Rows rows, LineIndex index, int cells, Optional<TrainingRows> local) {
        this.plan = plan;
        this.rows = rows;
        this.index = index;
        this.cells = cells;
        this.local = local;
        BitSet lines = plan.rows();
        int chunks = (lines.cardinality() + Table.CHUNK - 1) / Table.CHUNK;
        firstLines = new int[chunks];
        lastLines = new int[chunks];
        int row = 0;
        for (int line = lines.nextSetBit(0); line >= 0; line = lines.nextSetBit(line + 1)) {
            int chunk = row / Table.CHUNK;
            firstLines[chunk] = row % Table.CHUNK == 0 ? line : firstLines[chunk];
            lastLines[chunk] = line;
            row++;
        }
    }

    @Override
    public List<Feature> features() {
        return plan.features();
    }

    @Override
    public int cells() {
        return cells;
    }

    @Override
    public int chunks() {
        return firstLines.length;
    }

    @Override
    public double count() {
        return plan.training().cardinality();
    }

    @Override
    public Optional<TrainingRows> sample(int everyNth) {
        return local.flatMap(here -> here.sample(everyNth));
    }

    @Override
    public PartialSums sums(Pass pass, int groups) {
        try {
            return new PartialSums(0, rows.sums(pass, groups(groups)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<RowGroup> groups(int count) {
        List<RowGroup> groups = new ArrayList<>();
        long chunks = chunks();
        long total = plan.rows().cardinality();
        for (int group = 0; group < count; group++) {
            int from = (int) (chunks * group / count);
            int to = (int) (chunks * (group + 1) / count);
            groups.add(new RowGroup(
                    Math.min(total, (long) to * Table.CHUNK) - (long) from * Table.CHUNK,
                    firstLines[from],
                    lastLines[to - 1],
                    index.before(firstLines[from])));
        }
        return groups;
    }
}
