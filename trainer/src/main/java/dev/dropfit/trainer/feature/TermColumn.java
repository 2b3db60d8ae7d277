package dev.dropfit.trainer.feature;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import dev.dropfit.trainer.table.TextVectors;
import java.util.Arrays;

/**
 * A column of texts as a model reads it.
 *
 * @param column of the table
 * @param length the index of the feature of its length, which the features of its terms follow
 * @param terms the number of terms
 * @param scale of the terms: their weights in a row are divided by it
 * @param vectors the terms of each text
 */
public record TermColumn(Column column, int length, int terms, double scale, TextVectors vectors) {
    static TermColumn of(Column column, Input input) {
        int terms = input.features().size() - 1;
        double scale = terms == 0 ? 1 : ((Feature.Numeric) input.features().get(1)).scale();
        return new TermColumn(column, input.first(), terms, scale, column.textVectors(input));
    }

    /** The index of the feature of the first term. */
    public int first() {
        return length + 1;
    }

    /**
     * The codes of the texts of a chunk.
     *
     * @param out receives one code per row
     */
    public void codes(int chunk, int[] out) {
        if (column.codedIn(chunk)) {
            column.codes(chunk, out);
        } else {
            // Numbers without codes: none of them is a text of the model.
            Arrays.fill(out, 0);
        }
    }

    /** Writes the values of some texts to a row; the row has the terms of the text before. */
    public void fill(int code, double[] row) {
        Arrays.fill(row, first(), first() + terms, 0);
        row[length] = vectors.length(code);
        for (int i = vectors.start(code); i < vectors.start(code + 1); i++) {
            row[first() + vectors.term(i)] = vectors.weight(i);
        }
    }

    private double value(int code, int feature) {
        return feature == length ? vectors.length(code) : vectors.weight(code, feature - first());
    }

    void decode(int chunk, int feature, int size, double[] out) {
        int[] codes = new int[Table.CHUNK];
        codes(chunk, codes);
        for (int i = 0; i < size; i++) {
            out[i] = value(codes[i], feature);
        }
    }

    void decode(int chunk, int feature, int[] rows, int size, double[] out) {
        int[] codes = new int[Table.CHUNK];
        codes(chunk, codes);
        for (int i = 0; i < size; i++) {
            out[i] = value(codes[rows[i]], feature);
        }
    }
}
