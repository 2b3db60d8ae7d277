package dev.dropfit.trainer.feature;

import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.stream.IntStream;

/** Some rows of a chunk as a model reads them, one after the other. The terms of texts are few, so they are written for each row anew. */
public final class ChunkRows {
    private final int[] plain;
    private final double[][] values;
    private final List<TermColumn> texts;
    private final int[][] codes;

    /**
     * Reads rows.
     *
     * @param selected their indices within the chunk
     * @param count the number of valid indices in {@code selected}
     */
    public ChunkRows(FeatureTable rows, int chunk, int[] selected, int count) {
        int features = rows.features().size();
        plain = IntStream.range(0, features).filter(f -> !rows.isTerm(f)).toArray();
        values = new double[features][];
        for (int f : plain) {
            values[f] = new double[count];
            rows.decode(chunk, f, selected, count, values[f]);
        }
        texts = rows.termColumns();
        codes = new int[texts.size()][count];
        int[] all = new int[texts.isEmpty() ? 0 : Table.CHUNK];
        for (int t = 0; t < codes.length; t++) {
            texts.get(t).codes(chunk, all);
            for (int i = 0; i < count; i++) {
                codes[t][i] = all[selected[i]];
            }
        }
    }

    /**
     * Writes a row.
     *
     * @param index of the row among the selected ones
     * @param row receives one value per feature
     */
    public void fill(int index, double[] row) {
        for (int f : plain) {
            row[f] = values[f][index];
        }
        for (int t = 0; t < codes.length; t++) {
            texts.get(t).fill(codes[t][index], row);
        }
    }
}
