package dev.dropfit.trainer.table;

/**
 * The side of each row of a dataset.
 *
 * @param table the rows with their places
 * @param split which places are held out
 */
public record Sides(Table table, Split split) {
    /**
     * Divides a dataset.
     *
     * @param share the share of rows to hold out, from 0 to 1
     * @param classes whether the label is classes
     */
    public static Sides of(Table table, double share, boolean classes) {
        Split split = Split.of(share);
        return new Sides(classes ? RareClassRows.holdOut(table, split, share) : table, split);
    }
}
