package dev.dropfit.trainer.split;

import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Moves rows to the holdout for classes that have none there by chance, although their share of it is a row or more: for each class the row
 * with the lowest place, together with all rows that are equal to it except for the label. In a larger dataset with other rows of the class in the holdout such a
 * row is a training row again. It never goes the other way as a dataset grows, so no model is judged on a row that the previous one
 * was fitted to.
 */
final class RareClassRows {
    private static final double MAX_MOVED_SHARE = 0.05;

    private final Table table;
    private final Split split;
    private final Optional<Column> group;
    private final Column label;
    private final int[] heldOut;
    private final int[] lowest;
    private final int[] highest;

    private RareClassRows(Table table, Split split, Optional<Column> group) {
        this.table = table;
        this.group = group;
        this.split = split;
        this.label = table.labelColumn();
        this.heldOut = new int[label.codes()];
        this.lowest = new int[label.codes()];
        this.highest = new int[label.codes()];
    }

    /**
     * The table with other places for the moved rows.
     *
     * @param share of the rows that the split holds out
     * @param group the column whose rows of the same value move together; if empty, equal rows do
     */
    static Table holdOut(Table table, Split split, double share, Optional<Column> group) {
        Column label = table.labelColumn();
        return split.judges() && !label.manyValued() && label.distinctValues() <= Table.MAX_CLASSES
                ? new RareClassRows(table, split, group).moved(share)
                : table;
    }

    private Table moved(double share) {
        if (hasAllClasses(share)) {
            return table;
        }
        findPlaces();
        Map<Integer, Long> contentOf = new HashMap<>();
        boolean[] wanted = new boolean[Table.PLACES];
        for (int code = 1; code < heldOut.length; code++) {
            if (heldOut[code] == 0 && label.count(code) * share >= 1 && lowest[code] < highest[code]) {
                contentOf.put(code, Long.MAX_VALUE);
                wanted[lowest[code]] = true;
            }
        }
        if (contentOf.isEmpty()) {
            return table;
        }
        PlacedRows rows = new PlacedRows(table, place -> wanted[place], group);
        Map<Long, Integer> rowsOf = new HashMap<>();
        int[] labels = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            rows.read(chunk);
            label.codes(chunk, labels);
            for (int i = 0; i < rows.size(); i++) {
                int code = labels[rows.row(i)];
                rowsOf.merge(rows.unit(i), 1, Integer::sum);
                if (table.shares().get(chunk)[rows.row(i)] == lowest[code]) {
                    long content = rows.unit(i);
                    contentOf.computeIfPresent(code, (same, least) -> Math.min(least, content));
                }
            }
        }
        Set<Long> units = new HashSet<>(contentOf.values());
        // A group may have a large part of the rows; it is not moved for a class.
        units.removeIf(unit -> rowsOf.getOrDefault(unit, 0) > Math.max(1, MAX_MOVED_SHARE * table.rows()));
        return moved(rows, units);
    }

    /** Whether the holdout has a row of each class that is frequent enough: mostly the first rows of a table show it. */
    private boolean hasAllClasses(double share) {
        boolean[] found = new boolean[heldOut.length];
        int missing = (int) IntStream.range(1, found.length)
                .filter(code -> label.count(code) * share >= 1)
                .count();
        int[] labels = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks() && missing > 0; chunk++) {
            label.codes(chunk, labels);
            char[] places = table.shares().get(chunk);
            for (int i = 0; i < places.length; i++) {
                int code = labels[i];
                if (!found[code] && split.heldOut(places[i])) {
                    found[code] = true;
                    missing -= label.count(code) * share >= 1 ? 1 : 0;
                }
            }
        }
        return missing == 0;
    }

    /** Finds the holdout rows of each class, and the lowest and the highest place of its training rows. */
    private void findPlaces() {
        Arrays.fill(lowest, Table.PLACES);
        int[] labels = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            label.codes(chunk, labels);
            char[] places = table.shares().get(chunk);
            for (int i = 0; i < places.length; i++) {
                int code = labels[i];
                if (split.heldOut(places[i])) {
                    heldOut[code]++;
                } else {
                    lowest[code] = Math.min(lowest[code], places[i]);
                    highest[code] = Math.max(highest[code], places[i]);
                }
            }
        }
    }

    private Table moved(PlacedRows rows, Set<Long> contents) {
        List<char[]> places = new ArrayList<>();
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            char[] changed = table.shares().get(chunk).clone();
            rows.read(chunk);
            for (int i = 0; i < rows.size(); i++) {
                if (contents.contains(rows.unit(i))) {
                    changed[rows.row(i)] = 0;
                }
            }
            places.add(changed);
        }
        return table.placed(places);
    }
}
