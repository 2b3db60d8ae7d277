package dev.dropfit.trainer.cluster;

import dev.dropfit.trainer.learn.boost.BoostingPass;
import dev.dropfit.trainer.learn.boost.BoostingSums;
import dev.dropfit.trainer.learn.boost.RemoteBoosting;
import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.learn.tree.RandomNumbers;
import dev.dropfit.trainer.read.LineIndex;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.FileLines;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;

/**
 * Boostings of the rows of a dataset in the processes of a cluster.
 *
 * @param plan of all training rows
 * @param index of the lines of the file
 * @param table the rows of this process
 */
public record ClusterBoosting(Cluster cluster, RowPlan plan, LineIndex index, Table table) implements RemoteBoosting {
    /** About 900,000 rows of a dozen columns. With a quarter of it, trees of a million rows take twice as many passes. */
    private static final long MAX_GATHERED_BYTES = 16 << 20;

    @Override
    public int others() {
        return table.lines().others().cardinality();
    }

    @Override
    public Rows open(BinLayout layout, Split split, double shareOfOthers) {
        FileLines lines = table.lines();
        BitSet training = new BitSet(lines.rows().length());
        BitSet heldOut = new BitSet(lines.rows().length());
        BitSet others = lines.others();
        for (int line = others.nextSetBit(0); line >= 0; line = others.nextSetBit(line + 1)) {
            training.set(line, RandomNumbers.unit(RandomNumbers.seed(0, line)) < shareOfOthers);
        }
        int line = -1;
        for (char[] places : table.shares()) {
            for (char place : places) {
                line = lines.rows().nextSetBit(line + 1);
                training.set(line, split.trains(place));
                heldOut.set(line, split.heldOut(place));
            }
        }
        RowPlan binned = plan.binned(training, new RowPlan.Binning(layout, heldOut));
        return new Parts(cluster.open(binned), new ChunkPlaces(binned.source().rows(), index), training, heldOut);
    }

    /** The rows of a split, in parts. */
    private static final class Parts implements Rows {
        private final Cluster.Rows remote;
        private final List<RowGroup> groups;
        private final int trained;
        private final int heldOut;

        Parts(Cluster.Rows remote, ChunkPlaces chunks, BitSet training, BitSet heldOut) {
            this.remote = remote;
            this.trained = training.cardinality();
            this.heldOut = heldOut.cardinality();
            groups = chunks.groups(Math.min(chunks.count(), remote.parts()));
        }

        @Override
        public int rows() {
            return trained + heldOut;
        }

        @Override
        public int trained() {
            return trained;
        }

        @Override
        public long maxGatheredBytes() {
            return MAX_GATHERED_BYTES;
        }

        @Override
        public BoostingSums run(BoostingPass pass) {
            try {
                return remote.boost(pass, groups);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            remote.close();
        }
    }
}
