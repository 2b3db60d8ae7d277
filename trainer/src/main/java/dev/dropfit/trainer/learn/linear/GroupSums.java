package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.model.Target;

/** The sums of a group of chunks in a pass: adds one block of rows after the other. For one thread. */
public final class GroupSums {
    private final Pass pass;
    private final BlockSums block;
    private final double[] sums;

    /**
     * Sums of no rows.
     *
     * @param block holds the rows of one chunk at a time
     */
    public GroupSums(Block block, Target target, Pass pass) {
        this(block, Loss.of(target), pass);
    }

    GroupSums(Block block, Loss loss, Pass pass) {
        this.pass = pass;
        this.block = new BlockSums(block, loss);
        sums = new double[pass.length()];
    }

    /** Adds the rows that are in the block now. */
    public void add() {
        pass.add(block, sums);
    }

    /** The sums so far; not a copy. */
    public double[] sums() {
        return sums;
    }
}
