package dev.dropfit.trainer.cluster;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.trainer.learn.boost.BoostingPass;
import dev.dropfit.trainer.learn.boost.BoostingSums;
import dev.dropfit.trainer.learn.linear.Pass;
import java.io.IOException;
import java.util.List;

/** Other processes that read the rows of a dataset, keep them and add them up. Thread-safe. */
public interface Cluster {
    /**
     * Takes what it works with, if it has not: a run has begun. A run that only waits for another process should keep nobody from working.
     *
     * @throws ClusterUnavailableException when it can't be started
     */
    void prepare();

    /**
     * Opens a dataset. Its rows are read at the first pass.
     *
     * @param plan where the rows are, and how they are read
     */
    Rows open(RowPlan plan);

    /**
     * Reads a sample of the rows of a dataset. Has the samples of a few ranges in memory at a time.
     *
     * @param samples takes the sample of each range, in their order, as {@link RangeSample#toBytes}; may end the reading
     * @throws IOException when the cluster fails for too long, or the dataset can't be read any more
     */
    void sample(SamplePlan plan, List<RowGroup> ranges, Samples samples) throws IOException, InvalidTableException;

    /** Takes the samples of ranges. */
    @FunctionalInterface
    interface Samples {
        /**
         * Takes a sample.
         *
         * @throws InvalidTableException to end the reading
         */
        void add(RowGroup range, byte[] sample) throws InvalidTableException;
    }

    /** The rows of a dataset in the processes of a cluster. For one thread. */
    interface Rows extends AutoCloseable {
        /**
         * Runs a pass of a linear fit.
         *
         * @param groups in the order of their indices
         * @return the sums of each group, in this order; they may be overwritten
         * @throws IOException when the cluster fails for too long, or the dataset can't be read any more
         */
        List<double[]> sums(Pass pass, List<RowGroup> groups) throws IOException;

        /** The number of parts that boosted rows should have: as many as work at the same time. The model does not depend on it. */
        int parts();

        /**
         * Runs a pass of a boosting. The plan must have bins.
         *
         * @param parts the rows of each part, the same ones in each pass
         * @return the sums of all parts
         * @throws IOException when the cluster fails for too long, or the dataset can't be read any more
         */
        BoostingSums boost(BoostingPass pass, List<RowGroup> parts) throws IOException;

        /** Frees the memory of the rows. */
        @Override
        void close();
    }
}
