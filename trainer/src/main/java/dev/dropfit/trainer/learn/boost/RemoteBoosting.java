package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.split.Split;

/** Other processes that have the rows of boostings. Thread-safe. */
public interface RemoteBoosting {
    /** The number of labelled rows that are not in the table of this process, because it is a sample. They are training rows. */
    int others();

    /**
     * Opens the rows of a split.
     *
     * @param layout how rows become bytes
     * @param shareOfOthers the share of {@link #others} that are training rows, from 0 to 1
     */
    Rows open(BinLayout layout, Split split, double shareOfOthers);

    /** The rows of a split in other processes. For one thread. */
    interface Rows extends AutoCloseable {
        /** The number of rows. */
        int rows();

        /** The number of training rows. */
        int trained();

        /**
         * The maximum size of the rows of a node, in bytes, to be split in this process: the others send them, and do no more passes for the nodes
         * below. The trees do not depend on it.
         */
        long maxGatheredBytes();

        /** Runs a pass over all rows. */
        BoostingSums run(BoostingPass pass);

        /** Frees the memory of the rows. */
        @Override
        void close();
    }
}
