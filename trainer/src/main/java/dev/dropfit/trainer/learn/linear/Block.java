package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Split;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.stream.IntStream;

/** The training rows of one chunk, encoded, one array per feature. One thread reuses it for all its chunks. */
final class Block {
    private final FeatureTable rows;
    private final Targets targets;
    private final Split split;
    private final double[][] numbers;
    private final int[][] codes;
    private final double[] target;
    private final double[] decoded;
    private final int[] selected = new int[Table.CHUNK];
    /** The features that are not terms of texts. */
    private final int[] plain;

    private final List<BlockTerms> terms;
    private int size;

    Block(FeatureTable rows, Targets targets, Split split) {
        this.rows = rows;
        this.targets = targets;
        this.split = split;
        int capacity = capacity(rows);
        target = new double[capacity];
        decoded = new double[capacity];
        List<Feature> features = rows.features();
        numbers = new double[features.size()][];
        codes = new int[features.size()][];
        terms = rows.termColumns().stream()
                .map(column -> new BlockTerms(column, capacity))
                .toList();
        plain = IntStream.range(0, features.size()).filter(f -> !rows.isTerm(f)).toArray();
        for (int f : plain) {
            if (features.get(f) instanceof Feature.Numeric) {
                numbers[f] = new double[capacity];
            } else {
                codes[f] = new int[capacity];
            }
        }
    }

    /** The maximum number of rows of a block: small tables need small arrays, of which wide ones have many. */
    static int capacity(FeatureTable rows) {
        return Math.min(Table.CHUNK, rows.table().rows());
    }

    /** Loads the training rows of a chunk. */
    void load(int chunk) {
        size = split.select(rows.table().shares().get(chunk), false, selected);
        targets.decode(chunk, decoded);
        for (int i = 0; i < size; i++) {
            target[i] = decoded[selected[i]];
        }
        for (BlockTerms texts : terms) {
            texts.load(chunk, selected, size);
        }
        for (int f : plain) {
            if (isNumeric(f)) {
                rows.encode(chunk, f, selected, size, numbers[f]);
            } else {
                rows.decode(chunk, f, selected, size, decoded);
                int[] out = codes[f];
                for (int i = 0; i < size; i++) {
                    out[i] = (int) decoded[i];
                }
            }
        }
    }

    /** The number of rows. */
    int size() {
        return size;
    }

    /** The class index or the number of each row. */
    double[] target() {
        return target;
    }

    /** The features that are not terms of texts, in ascending order. Not to be changed. */
    int[] plain() {
        return plain;
    }

    /** The columns of texts. */
    List<BlockTerms> terms() {
        return terms;
    }

    boolean isNumeric(int feature) {
        return numbers[feature] != null;
    }

    /** The standardised values of a numeric feature. */
    double[] numbers(int feature) {
        return numbers[feature];
    }

    /** The codes of a categorical feature. They are at least 0, because its levels come from the training rows. */
    int[] codes(int feature) {
        return codes[feature];
    }
}
