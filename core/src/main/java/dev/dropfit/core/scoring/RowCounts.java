package dev.dropfit.core.scoring;

/**
 * How many rows there are.
 *
 * @param rows all rows
 * @param unusable those that can't be scored
 * @param missingValues the number of missing values in the columns of the model
 * @param unseenCategories the number of values that training has not seen
 * @param implausibleNumbers the number of numbers that are far from those of training
 */
public record RowCounts(long rows, long unusable, long missingValues, long unseenCategories, long implausibleNumbers) {
    /** No rows. */
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0);

    /** The counts of both. */
    public RowCounts plus(RowCounts other) {
        return new RowCounts(
                rows + other.rows,
                unusable + other.unusable,
                missingValues + other.missingValues,
                unseenCategories + other.unseenCategories,
                implausibleNumbers + other.implausibleNumbers);
    }
}
