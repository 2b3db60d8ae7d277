package dev.dropfit.trainer.learn.linear;

import dev.dropfit.trainer.feature.TermColumn;
import dev.dropfit.trainer.table.Table;
import dev.dropfit.trainer.table.TextVectors;

/** The terms of a column of texts in the rows of a block. Most of them are 0, so only the others are stored. For one thread. */
final class BlockTerms {
    private final TermColumn column;
    private final TextVectors vectors;
    /** What a weight in a row is multiplied by. */
    private final double factor;

    private final int[] decoded;
    private final int[] codes;

    BlockTerms(TermColumn column, int capacity) {
        this.column = column;
        vectors = column.vectors();
        factor = 1 / column.scale();
        decoded = new int[Table.CHUNK];
        codes = new int[capacity];
    }

    /** Loads some rows of a chunk. */
    void load(int chunk, int[] rows, int size) {
        column.codes(chunk, decoded);
        for (int i = 0; i < size; i++) {
            codes[i] = decoded[rows[i]];
        }
    }

    /** The index of the first term among the features. */
    int first() {
        return column.first();
    }

    /** Adds the products of the rows and the weights of the terms, which start at an index. */
    void multiply(double[] weights, int from, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            int end = vectors.start(codes[i] + 1);
            double sum = 0;
            for (int t = vectors.start(codes[i]); t < end; t++) {
                sum += weights[from + vectors.term(t)] * vectors.weight(t);
            }
            out[i] += factor * sum;
        }
    }

    /** Adds the products of the transposed rows and a vector with one element per row. */
    void addTransposed(double[] vector, double[] out, int to, int size) {
        for (int i = 0; i < size; i++) {
            int end = vectors.start(codes[i] + 1);
            double scaled = factor * vector[i];
            for (int t = vectors.start(codes[i]); t < end; t++) {
                out[to + vectors.term(t)] += scaled * vectors.weight(t);
            }
        }
    }

    /** Adds the squares of the terms, each row times a factor. */
    void addSquares(double[] factors, double[] out, int to, int size) {
        for (int i = 0; i < size; i++) {
            int end = vectors.start(codes[i] + 1);
            for (int t = vectors.start(codes[i]); t < end; t++) {
                double scaled = factor * vectors.weight(t);
                out[to + vectors.term(t)] += factors[i] * scaled * scaled;
            }
        }
    }

    /**
     * Adds the products of the terms of each row with each other, the upper triangle, and with a number of the row.
     *
     * @param factors of each row
     * @param at the place of the product of the first term with itself
     * @param dimension the distance to the next row of the matrix
     */
    void addPairs(double[] factors, double[] out, int at, int dimension, int size) {
        for (int i = 0; i < size; i++) {
            int start = vectors.start(codes[i]);
            int end = vectors.start(codes[i] + 1);
            for (int t = start; t < end; t++) {
                double scaled = factors[i] * factor * factor * vectors.weight(t);
                int row = at + vectors.term(t) * dimension;
                for (int u = t; u < end; u++) {
                    out[row + vectors.term(u)] += scaled * vectors.weight(u);
                }
            }
        }
    }

    /** Adds the products of the terms of each row with a number of the row, to one column of the matrix. */
    void addProducts(double[] numbers, double[] out, int at, int dimension, int size) {
        for (int i = 0; i < size; i++) {
            int end = vectors.start(codes[i] + 1);
            double scaled = factor * numbers[i];
            for (int t = vectors.start(codes[i]); t < end; t++) {
                out[at + vectors.term(t) * dimension] += scaled * vectors.weight(t);
            }
        }
    }

    /** Adds the products of the terms of each row with the level of a category, times a factor of the row. */
    void addLevels(double[] factors, int[] levels, double[] out, int at, int dimension, int size) {
        for (int i = 0; i < size; i++) {
            int end = vectors.start(codes[i] + 1);
            double scaled = factor * factors[i];
            for (int t = vectors.start(codes[i]); t < end; t++) {
                out[at + vectors.term(t) * dimension + levels[i]] += scaled * vectors.weight(t);
            }
        }
    }

    /** Adds the products of the terms of each row with those of another column of texts, times a factor of the row. */
    void addTerms(double[] factors, BlockTerms other, double[] out, int at, int dimension, int size) {
        for (int i = 0; i < size; i++) {
            int end = vectors.start(codes[i] + 1);
            int otherEnd = other.vectors.start(other.codes[i] + 1);
            double scaled = factors[i] * factor * other.factor;
            for (int t = vectors.start(codes[i]); t < end; t++) {
                int row = at + vectors.term(t) * dimension;
                double product = scaled * vectors.weight(t);
                for (int u = other.vectors.start(other.codes[i]); u < otherEnd; u++) {
                    out[row + other.vectors.term(u)] += product * other.vectors.weight(u);
                }
            }
        }
    }

    /** Adds the products of a number or level of each row with its terms: one row of the matrix for each level. */
    void addToLevels(double[] factors, int[] levels, double[] out, int at, int dimension, int size) {
        for (int i = 0; i < size; i++) {
            int end = vectors.start(codes[i] + 1);
            double scaled = factor * factors[i];
            int row = at + levels[i] * dimension;
            for (int t = vectors.start(codes[i]); t < end; t++) {
                out[row + vectors.term(t)] += scaled * vectors.weight(t);
            }
        }
    }
}
