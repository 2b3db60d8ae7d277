package dev.dropfit.trainer.cluster;

import dev.dropfit.trainer.learn.linear.Pass;
import java.io.IOException;
import java.util.List;

/** Other processes that read the rows of a dataset, keep them and add them up. Thread-safe. */
public interface Cluster {
    /**
     * Opens a dataset. Its rows are read at the first pass.
     *
     * @param plan where the rows are, and how they are read
     */
    Rows open(RowPlan plan);

    /** The rows of a dataset in the processes of a cluster. For one thread. */
    interface Rows extends AutoCloseable {
        /**
         * Runs a pass.
         *
         * @param groups in the order of their indices
         * @return the sums of each group, in this order; they may be overwritten
         * @throws IOException when the cluster fails for too long, or the dataset can't be read any more
         */
        List<double[]> sums(Pass pass, List<RowGroup> groups) throws IOException;

        /** Frees the memory of the rows. */
        @Override
        void close();
    }
}
