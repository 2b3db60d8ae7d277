package dev.dropfit.trainer.table;

import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.TextPart;
import dev.dropfit.core.text.TextEncoder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The known terms of each text of a column, by the code of the text: those whose weight is not 0, in ascending order. Immutable; may be read by
 * many threads at the same time.
 */
public final class TextVectors {
    /** The codes that are encoded one after the other. */
    private static final int BLOCK = 512;

    private final int[] starts;
    private final char[] terms;
    private final double[] weights;
    private final double[] lengths;

    private TextVectors(int[] starts, char[] terms, double[] weights, double[] lengths) {
        this.starts = starts;
        this.terms = terms;
        this.weights = weights;
        this.lengths = lengths;
    }

    /** The terms of a model in the texts of a column. */
    static TextVectors of(Column column, Input input) {
        TextEncoder encoder = input.textEncoder();
        int codes = column.codes();
        double[] lengths = new double[codes];
        int blocks = (codes + BLOCK - 1) / BLOCK;
        Block[] encoded = IntStream.range(0, blocks)
                .parallel()
                .mapToObj(block ->
                        new Block(column, encoder, block * BLOCK, Math.min(codes, (block + 1) * BLOCK), lengths))
                .toArray(Block[]::new);
        int size = Arrays.stream(encoded).mapToInt(block -> block.size).sum();
        int[] starts = new int[codes + 1];
        char[] terms = new char[size];
        double[] weights = new double[size];
        int at = 0;
        for (int b = 0; b < blocks; b++) {
            Block block = encoded[b];
            System.arraycopy(block.terms, 0, terms, at, block.size);
            System.arraycopy(block.weights, 0, weights, at, block.size);
            for (int i = 0; i < block.ends.length; i++) {
                starts[b * BLOCK + i + 1] = at + block.ends[i];
            }
            at += block.size;
        }
        return new TextVectors(starts, terms, weights, lengths);
    }

    /** The texts of some codes, one after the other. */
    private static final class Block {
        private final int[] ends;
        private char[] terms = new char[BLOCK];
        private double[] weights = new double[BLOCK];
        private int size;

        Block(Column column, TextEncoder encoder, int from, int to, double[] lengths) {
            ends = new int[to - from];
            TextEncoder.Encoding encoding = encoder.encoding();
            for (int code = from; code < to; code++) {
                lengths[code] = Double.NaN;
                if (column.isValue(code) && column.count(code) > 0) {
                    char[] text = column.category(code).toCharArray();
                    lengths[code] = TextPart.length(text.length);
                    add(encoding, encoding.encode(text, 0, text.length));
                }
                ends[code - from] = size;
            }
        }

        private void add(TextEncoder.Encoding encoding, int count) {
            if (size + count > terms.length) {
                terms = Arrays.copyOf(terms, 2 * (size + count));
                weights = Arrays.copyOf(weights, 2 * (size + count));
            }
            for (int i = 0; i < count; i++) {
                terms[size] = (char) encoding.term(i);
                weights[size++] = encoding.weight(i);
            }
        }
    }

    /** The index of the first term of a text; that of the next text is behind its last one. */
    public int start(int code) {
        return starts[code];
    }

    /** The term at an index. */
    public int term(int index) {
        return terms[index];
    }

    /** The weight of the term at an index. */
    public double weight(int index) {
        return weights[index];
    }

    /** The length of a text, as in a row; NaN if it is missing. */
    public double length(int code) {
        return lengths[code];
    }

    /** The weight of a term in a text. */
    public double weight(int code, int term) {
        int found = Arrays.binarySearch(terms, starts[code], starts[code + 1], (char) term);
        return found < 0 ? 0 : weights[found];
    }

    /** The mean number of terms of a text. */
    public double termsOfText() {
        return (double) terms.length / Math.max(1, lengths.length - 1);
    }
}
