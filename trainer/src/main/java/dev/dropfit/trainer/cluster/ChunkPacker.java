package dev.dropfit.trainer.cluster;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.learn.linear.Block;
import dev.dropfit.trainer.learn.linear.PackedBlock;
import dev.dropfit.trainer.learn.tree.BinnedChunk;
import dev.dropfit.trainer.table.Table;
import java.util.List;

/** Collects the rows of a chunk and packs them, as the learner of a plan needs them. For one thread. */
interface ChunkPacker {
    /** The packer of a plan: of bins for trees, else of numbers and codes for a linear model. */
    static ChunkPacker of(RowPlan plan) {
        List<Feature> features = plan.features();
        return plan.binning()
                .<ChunkPacker>map(binning -> new OfTrees(new BinnedChunk(binning.layout(), features, Table.CHUNK)))
                .orElseGet(() -> new Linear(features, new Block(features, Table.CHUNK)));
    }

    /**
     * Adds a row.
     *
     * @param values one for each feature: a number, NaN if missing, or the code of a level
     * @param target the class index, or what the margin should be
     */
    void add(double[] values, double target, boolean heldOut);

    /** The number of rows. */
    int size();

    /** Packs the rows, and removes them. */
    byte[] pack();

    /** For {@link PackedBlock}. */
    record Linear(List<Feature> features, Block block) implements ChunkPacker {
        @Override
        public void add(double[] values, double target, boolean heldOut) {
            int row = block.size();
            for (int f = 0; f < features.size(); f++) {
                if (features.get(f) instanceof Feature.Numeric numeric) {
                    block.numbers(f)[row] = numeric.encode(values[f]);
                } else {
                    block.codes(f)[row] = (int) values[f];
                }
            }
            block.target()[row] = target;
            block.resize(row + 1);
        }

        @Override
        public int size() {
            return block.size();
        }

        @Override
        public byte[] pack() {
            byte[] packed = PackedBlock.pack(block);
            block.resize(0);
            return packed;
        }
    }

    /** For {@link BinnedChunk.Packed}. */
    record OfTrees(BinnedChunk chunk) implements ChunkPacker {
        @Override
        public void add(double[] values, double target, boolean heldOut) {
            chunk.add(values, target, heldOut);
        }

        @Override
        public int size() {
            return chunk.size();
        }

        @Override
        public byte[] pack() {
            return chunk.pack();
        }
    }
}
