package dev.dropfit.monitor.dashboard.change;

import java.util.List;

/**
 * How training would read a first dataset.
 *
 * @param label the column that is predicted
 * @param labelReason why, as a phrase after its name
 * @param task how the label is read, with the reason
 * @param columns all columns, the label too
 * @param notes what the owner of the dataset should know
 * @param problems why it can't be trained on like this; empty if it can
 */
public record FirstDataset(
        String label,
        String labelReason,
        String task,
        List<Column> columns,
        List<String> notes,
        List<String> problems) {
    /**
     * A column.
     *
     * @param kind its kind and the reason; empty for the label, and if the dataset can't be trained on
     */
    public record Column(String name, String kind) {}

    public FirstDataset {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }
}
