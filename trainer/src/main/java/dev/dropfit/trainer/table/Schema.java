package dev.dropfit.trainer.table;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.settings.ColumnKind;
import java.util.List;

/**
 * What is to be predicted from what.
 *
 * @param label the column to predict
 * @param output the key of the prediction in answers
 * @param target the classes, or that it is a number
 * @param columns every column but the label, in the file's order
 * @param anomalies what the dataset's owner should know of it
 */
public record Schema(String label, String output, Target target, List<Role> columns, List<Anomaly> anomalies) {
    /**
     * A column and what it is to the model.
     *
     * @param column the column
     * @param kind what it is
     * @param why why it is that, one phrase
     */
    public record Role(Column column, ColumnKind kind, String why) {}

    public Schema {
        columns = List.copyOf(columns);
        anomalies = List.copyOf(anomalies);
    }

    /** The anomalies in words, each one line. */
    public List<String> notes() {
        return anomalies.stream().map(Anomaly::message).toList();
    }

    /** The columns that a model uses. */
    public List<Role> used() {
        return columns.stream().filter(role -> role.kind() != ColumnKind.IGNORE).toList();
    }

    /** The names of the columns that it does not. */
    public List<String> ignored() {
        return columns.stream()
                .filter(role -> role.kind() == ColumnKind.IGNORE)
                .map(role -> role.column().name())
                .toList();
    }
}
