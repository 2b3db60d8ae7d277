package dev.dropfit.trainer.cluster;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.learn.linear.PartialSums;
import dev.dropfit.trainer.learn.linear.Pass;
import dev.dropfit.trainer.learn.linear.TrainingRows;
import dev.dropfit.trainer.read.LineIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The training rows of a dataset in the processes of a cluster. For one thread. */
public final class ClusterRows implements TrainingRows {
    private final RowPlan plan;
    private final Cluster.Rows rows;
    private final int cells;
    private final Optional<TrainingRows> local;
    private final ChunkPlaces chunks;

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
        this.cells = cells;
        this.local = local;
        chunks = new ChunkPlaces(plan.source().rows(), index);
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
        return chunks.count();
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
            return new PartialSums(0, rows.sums(pass, chunks.groups(groups)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
