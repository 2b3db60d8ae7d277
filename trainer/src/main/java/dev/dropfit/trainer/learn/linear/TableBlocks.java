package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.stream.IntStream;

/** Loads the training rows of a table into a block, chunk by chunk. For one thread. */
final class TableBlocks {
    private final FeatureTable rows;
    private final Targets targets;
    private final Split split;
    private final double[] decoded;
    private final int[] selected = new int[Table.CHUNK];
    private final Block block;

    TableBlocks(FeatureTable rows, Targets targets, Split split) {
        this.rows = rows;
        this.targets = targets;
        this.split = split;
        // Small tables need small arrays, of which wide ones have many.
        int capacity = Math.min(Table.CHUNK, rows.table().rows());
        decoded = new double[capacity];
        List<Feature> features = rows.features();
        block = new Block(
                features,
                IntStream.range(0, features.size()).filter(f -> !rows.isTerm(f)).toArray(),
                rows.termColumns().stream()
                        .map(column -> new BlockTerms(column, capacity))
                        .toList(),
                capacity);
    }

    /** The block that gets the rows. */
    Block block() {
        return block;
    }

    /** Loads the training rows of a chunk. */
    void load(int chunk) {
        int size = split.select(rows.table().shares().get(chunk), false, selected);
        block.resize(size);
        targets.decode(chunk, decoded);
        select(decoded, selected, size, block.target());
        for (BlockTerms texts : block.terms()) {
            texts.load(chunk, selected, size);
        }
        for (int f : block.plain()) {
            if (block.isNumeric(f)) {
                rows.encode(chunk, f, selected, size, block.numbers(f));
            } else {
                rows.decode(chunk, f, selected, size, decoded);
                round(decoded, size, block.codes(f));
            }
        }
    }

    // The loops over rows are methods of their own, which the JVM compiles once: a loop that stays in a large method is
    // compiled with all of it.

    private static void select(double[] values, int[] rows, int size, double[] out) {
        for (int i = 0; i < size; i++) {
            out[i] = values[rows[i]];
        }
    }

    private static void round(double[] values, int size, int[] out) {
        for (int i = 0; i < size; i++) {
            out[i] = (int) values[i];
        }
    }
}
