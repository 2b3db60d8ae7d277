package dev.dropfit.trainer.split;

import dev.dropfit.core.Spelling;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.SplitFacts;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.SplitSettings;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The side of each row of a dataset.
 *
 * @param read the rows with the places of their content
 * @param table the rows with the places that decide
 * @param split which places are held out
 * @param facts how the rows were divided
 * @param notes about rows that the setting does not place
 */
public record Sides(Table read, Table table, Split split, SplitFacts facts, List<Anomaly> notes) {
    public Sides {
        notes = List.copyOf(notes);
    }

    /**
     * Divides a dataset.
     *
     * @param read the rows with the places of their content
     * @param share the share of rows to hold out, from 0 to 1
     * @param classes whether the label is classes
     * @throws InvalidSettingsException when the column of the setting does not exist, or can't divide the rows
     */
    public static Sides of(Table read, SplitSettings by, double share, boolean classes)
            throws InvalidSettingsException {
        if (by instanceof SplitSettings.ByGroup group) {
            return byGroup(read, column(read, "group", group.column()), share, classes);
        }
        if (by instanceof SplitSettings.ByTime time) {
            return byTime(read, column(read, "time", time.column()), share);
        }
        Split split = Split.of(share);
        return new Sides(
                read,
                classes ? RareClassRows.holdOut(read, split, share, Optional.empty()) : read,
                split,
                SplitFacts.byRow(share),
                List.of());
    }

    private static Sides byGroup(Table read, Column column, double share, boolean classes)
            throws InvalidSettingsException {
        Split split = Split.of(share);
        Table placed = GroupPlaces.of(read, column, split);
        return new Sides(
                read,
                classes ? RareClassRows.holdOut(placed, split, share, Optional.of(column)) : placed,
                split,
                new SplitFacts(SplitFacts.GROUP, column.name(), share, "", Double.NaN),
                GroupPlaces.missing(column).stream().toList());
    }

    private static Sides byTime(Table read, Column column, double share) throws InvalidSettingsException {
        TimePlaces order = TimePlaces.of(read, column);
        double boundary = order.boundary(share);
        return new Sides(
                read,
                order.placed(share),
                Split.ofNewest(share),
                Double.isInfinite(boundary)
                        ? new SplitFacts(SplitFacts.TIME, column.name(), share, "", Double.NaN)
                        : new SplitFacts(
                                SplitFacts.TIME, column.name(), share, TimePlaces.text(column, boundary), boundary),
                order.missingNote(column).stream().toList());
    }

    /** The same sides of the same rows, some of whose values are read in another way. */
    public Sides of(Table spelled) {
        return new Sides(read, spelled, split, facts, notes);
    }

    /**
     * The rows of this table, where the holdout has only rows that another split holds out too; empty if that split can't divide these rows.
     *
     * @param other how the rows of another model were divided
     */
    public Optional<Table> withoutThoseTrainedOnBy(SplitFacts other, boolean classes) {
        try {
            if (other.by().equals(SplitFacts.TIME)) {
                TimePlaces order = TimePlaces.of(read, column(read, "time", other.column()));
                return Optional.of(without(row -> !order.isFrom(other.boundary(), row)));
            }
            SplitSettings by = other.by().equals(SplitFacts.GROUP)
                    ? new SplitSettings.ByGroup(other.column())
                    : new SplitSettings.ByRow(true);
            Sides sides = of(read, by, other.share(), classes);
            return Optional.of(without(row -> !sides.split.heldOut(sides.table.place(row))));
        } catch (InvalidSettingsException e) {
            return Optional.empty();
        }
    }

    /** The same for a model of an earlier release, whose places were the hashes of whole rows; empty if these can't be computed any more. */
    public Optional<Table> withoutThoseTrainedOnByEarlierReleases() {
        boolean plain = read.columns().stream()
                .allMatch(column -> column.format().format().isPlain() && !(column.coded() && column.manyValued()));
        if (!plain) {
            return Optional.empty();
        }
        List<char[]> places = new ArrayList<>();
        PlacedRows rows = new PlacedRows(read, place -> true);
        for (int chunk = 0; chunk < read.chunks(); chunk++) {
            rows.read(chunk);
            char[] whole = new char[rows.size()];
            for (int i = 0; i < whole.length; i++) {
                whole[i] = Table.place(rows.features(i) + rows.label(i));
            }
            places.add(whole);
        }
        Table whole = read.placed(places);
        Split earlier = Split.of(facts.share());
        return Optional.of(without(row -> !earlier.heldOut(whole.place(row))));
    }

    /** The table with some rows moved out of the holdout. */
    private Table without(IntPredicate rows) {
        List<char[]> places = new ArrayList<>();
        int row = 0;
        for (char[] chunk : table.shares()) {
            char[] kept = chunk.clone();
            for (int i = 0; i < kept.length; i++, row++) {
                kept[i] = split.heldOut(kept[i]) && rows.test(row) ? Table.PLACES - 1 : kept[i];
            }
            places.add(kept);
        }
        return table.placed(places);
    }

    private static Column column(Table table, String key, String name) throws InvalidSettingsException {
        List<String> names = table.columns().stream().map(Column::name).toList();
        Column column = table.columns().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidSettingsException("dropfit.json: split." + key + " is '" + name
                        + "', which is not in the header of the dataset; found are "
                        + String.join(", ", names) + Spelling.suggestion(name, names)));
        if (column == table.labelColumn()) {
            throw new InvalidSettingsException(
                    "dropfit.json: split." + key + " is '" + name + "', which is the label; name another column");
        }
        return column;
    }
}
