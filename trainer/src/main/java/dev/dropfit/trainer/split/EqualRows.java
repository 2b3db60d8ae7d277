package dev.dropfit.trainer.split;

import dev.dropfit.trainer.format.Hash;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spreads large blocks of rows that are equal in all columns except the label. Equal rows have one place, so a block of a third of the dataset
 * would be on one side as a whole. The rows of a large block get places of their own, from their content, their label and the number of such
 * rows before them. How many rows of each kind are in the holdout therefore does not depend on the order of the file.
 *
 * <p>Large blocks are found by their places, which takes no memory per row: only if one place has too many rows are hashes computed again.
 */
public final class EqualRows {
    /** A block of fewer rows stays together. */
    private static final int MIN_ROWS = 10;

    /** A block of at most this share of the rows stays together. */
    private static final double MAX_SHARE = 0.01;

    private final Table table;
    private final int leastRows;
    private final boolean[] crowded;

    private EqualRows(Table table, int leastRows, boolean[] crowded) {
        this.table = table;
        this.leastRows = leastRows;
        this.crowded = crowded;
    }

    /** The table with new places for the rows of large blocks. */
    public static Table spread(Table table) {
        int leastRows = Math.max(MIN_ROWS, (int) Math.floor(MAX_SHARE * table.rows()) + 1);
        int[] rows = rowsOfPlaces(table);
        boolean[] crowded = new boolean[rows.length];
        boolean any = false;
        for (int place = 0; place < rows.length; place++) {
            crowded[place] = rows[place] >= leastRows;
            any |= crowded[place];
        }
        return any ? new EqualRows(table, leastRows, crowded).spread() : table;
    }

    private static int[] rowsOfPlaces(Table table) {
        int[] counts = new int[Table.PLACES];
        for (char[] chunk : table.shares()) {
            for (char place : chunk) {
                counts[place]++;
            }
        }
        return counts;
    }

    private Table spread() {
        Map<Long, Integer> blocks = new HashMap<>();
        PlacedRows crowd = new PlacedRows(table, place -> crowded[place]);
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            crowd.read(chunk);
            for (int i = 0; i < crowd.size(); i++) {
                blocks.merge(crowd.features(i), 1, Integer::sum);
            }
        }
        blocks.values().removeIf(rows -> rows < leastRows);
        if (blocks.isEmpty()) {
            return table;
        }
        Map<Long, Integer> occurrences = new HashMap<>();
        List<char[]> places = new ArrayList<>();
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            char[] spread = table.shares().get(chunk).clone();
            crowd.read(chunk);
            for (int i = 0; i < crowd.size(); i++) {
                if (blocks.containsKey(crowd.features(i))) {
                    long content = Hash.mix(crowd.features(i)) + crowd.label(i);
                    int occurrence = occurrences.merge(content, 1, Integer::sum);
                    spread[crowd.row(i)] = Table.place(Hash.mix(content) + occurrence * Hash.STEP);
                }
            }
            places.add(spread);
        }
        return table.placed(places);
    }
}
