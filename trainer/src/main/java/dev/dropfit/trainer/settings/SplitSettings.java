package dev.dropfit.trainer.settings;

/** Which rows are held out. */
public sealed interface SplitSettings {
    /**
     * Rows that their content selects.
     *
     * @param chosen whether the settings say so
     */
    record ByRow(boolean chosen) implements SplitSettings {}

    /**
     * All rows with the same value of a column are on the same side.
     *
     * @param column its name
     */
    record ByGroup(String column) implements SplitSettings {}

    /**
     * The rows with the latest values of a column.
     *
     * @param column its name
     */
    record ByTime(String column) implements SplitSettings {}
}
