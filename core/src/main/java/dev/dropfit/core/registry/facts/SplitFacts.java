package dev.dropfit.core.registry.facts;

/**
 * Which rows of a dataset were held out.
 *
 * @param by {@link #ROW}, {@link #GROUP} or {@link #TIME}
 * @param column whose value decides; empty for rows
 * @param share the share of the rows that was to be held out
 * @param from the earliest value of the holdout, with {@link #TIME}, as text; otherwise empty
 * @param boundary the same as a number: seconds since 1970, or the number in the column; NaN if there is none
 */
public record SplitFacts(String by, String column, double share, String from, double boundary) {
    /** By the content of each row. */
    public static final String ROW = "row";
    /** All rows with the same value of a column are on the same side. */
    public static final String GROUP = "group";
    /** The rows with the latest values of a column are held out. */
    public static final String TIME = "time";

    /** A split by the content of each row. */
    public static SplitFacts byRow(double share) {
        return new SplitFacts(ROW, "", share, "", Double.NaN);
    }

    /** Which rows are held out, to be said after their number. */
    public String phrase() {
        return switch (by) {
            case GROUP -> "all rows of some values of '" + column + "'";
            case TIME -> "the newest by '" + column + "', from " + from + " on";
            default -> "selected by their content";
        };
    }

    /** Whether rows that another split of the same dataset holds out are held out by this one as well. */
    public boolean holdsOutAll(SplitFacts other) {
        return by.equals(other.by)
                && column.equals(other.column)
                && (by.equals(TIME) ? boundary <= other.boundary : share >= other.share);
    }

    /** Whether a setting chose the split. */
    public boolean isChosen() {
        return !by.equals(ROW);
    }
}
