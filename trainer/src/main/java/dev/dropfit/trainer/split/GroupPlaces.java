package dev.dropfit.trainer.split;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Places all rows of a group at the hash of the group's value. Rows without a value keep the place of their content. If chance gave one side no
 * group, the group with the lowest place is held out, or the one with the highest place is not.
 */
final class GroupPlaces {
    private final Table table;
    private final Column column;

    private GroupPlaces(Table table, Column column) {
        this.table = table;
        this.column = column;
    }

    /**
     * The table with these places.
     *
     * @throws InvalidSettingsException when the values of the column do not make groups
     */
    static Table of(Table table, Column column, Split split) throws InvalidSettingsException {
        if (column.coded() && column.manyValued()) {
            throw new InvalidSettingsException("dropfit.json: split.group is '" + column.name()
                    + "', which has more than 65,000 different texts; accepted are fewer, or numbers");
        }
        if (column.distinctValues() < 2 && !column.manyValued()) {
            throw new InvalidSettingsException("dropfit.json: split.group is '" + column.name() + "', which has "
                    + (column.distinctValues() == 0 ? "no value" : "the same value in all rows")
                    + "; name a column with several groups");
        }
        return new GroupPlaces(table, column).placed(split);
    }

    /** A note about rows without a value. */
    static Optional<Anomaly> missing(Column column) {
        return column.missing() == 0
                ? Optional.empty()
                : Optional.of(Anomaly.of(
                        "split-missing",
                        Figures.rows(column.missing())
                                + (column.missing() == 1 ? " has no '" : " have no '") + column.name()
                                + "': " + (column.missing() == 1 ? "it is" : "each of them is")
                                + " a group of its own for the split"));
    }

    private Table placed(Split split) {
        List<char[]> places = new ArrayList<>();
        int[] rows = new int[Table.CHUNK];
        Arrays.setAll(rows, i -> i);
        long[] hashes = new long[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            char[] placed = table.shares().get(chunk).clone();
            Arrays.fill(hashes, 0);
            column.addHashes(chunk, rows, placed.length, hashes);
            for (int i = 0; i < placed.length; i++) {
                placed[i] = hashes[i] == 0 ? placed[i] : Table.place(hashes[i]);
            }
            places.add(placed);
        }
        if (split.judges()) {
            fill(places, split);
        }
        return table.placed(places);
    }

    /** Moves one group to a side that has none. */
    private static void fill(List<char[]> places, Split split) {
        int lowest = Table.PLACES;
        int highest = 0;
        for (char[] chunk : places) {
            for (char place : chunk) {
                lowest = Math.min(lowest, place);
                highest = Math.max(highest, place);
            }
        }
        if (lowest < highest && !split.heldOut((char) lowest)) {
            move(places, lowest, 0);
        } else if (lowest < highest && split.heldOut((char) highest)) {
            move(places, highest, Table.PLACES - 1);
        }
    }

    private static void move(List<char[]> places, int from, int to) {
        for (char[] chunk : places) {
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = chunk[i] == from ? (char) to : chunk[i];
            }
        }
    }
}
