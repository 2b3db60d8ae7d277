package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.model.Feature;
import java.util.List;
import java.util.stream.IntStream;

/** The training rows of one chunk, encoded, one array per feature. One thread reuses it for all its chunks. */
public final class Block {
    private final List<Feature> features;
    private final double[][] numbers;
    private final int[][] codes;
    private final double[] target;
    /** The features that are not terms of texts. */
    private final int[] plain;

    private final List<BlockTerms> terms;
    private int size;

    /**
     * An empty block of rows without texts.
     *
     * @param capacity the maximum number of rows
     */
    public Block(List<Feature> features, int capacity) {
        this(features, IntStream.range(0, features.size()).toArray(), List.of(), capacity);
    }

    /**
     * An empty block.
     *
     * @param plain the features that are not terms of texts, in ascending order
     * @param terms the others
     */
    Block(List<Feature> features, int[] plain, List<BlockTerms> terms, int capacity) {
        this.features = List.copyOf(features);
        this.plain = plain;
        this.terms = terms;
        target = new double[capacity];
        numbers = new double[features.size()][];
        codes = new int[features.size()][];
        for (int f : plain) {
            if (features.get(f) instanceof Feature.Numeric) {
                numbers[f] = new double[capacity];
            } else {
                codes[f] = new int[capacity];
            }
        }
    }

    /** Sets the number of rows. */
    public void resize(int rows) {
        size = rows;
    }

    /** The number of rows. */
    public int size() {
        return size;
    }

    /** The maximum number of rows. */
    public int capacity() {
        return target.length;
    }

    List<Feature> features() {
        return features;
    }

    /** The class index of each row, or what the margin should be. To be filled by the caller. */
    public double[] target() {
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

    /** Whether a feature has numbers, not codes. */
    public boolean isNumeric(int feature) {
        return numbers[feature] != null;
    }

    /** The standardised values of a numeric feature. To be filled by the caller. */
    public double[] numbers(int feature) {
        return numbers[feature];
    }

    /** The codes of a categorical feature. They are at least 0, because its levels come from the training rows. To be filled by the caller. */
    public int[] codes(int feature) {
        return codes[feature];
    }
}
