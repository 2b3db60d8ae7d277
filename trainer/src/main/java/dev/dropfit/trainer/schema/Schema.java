package dev.dropfit.trainer.schema;

import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The label, the target and the columns of a dataset.
 *
 * @param label the column to predict
 * @param labelChoice why this column is the label
 * @param output the key of the prediction in responses
 * @param target classes or a number
 * @param taskReason why the target is classes or a number, as one phrase
 * @param columns all columns except the label, in the order of the file
 * @param anomalies what the owner of the dataset should know
 */
public record Schema(
        String label,
        LabelChoice labelChoice,
        String output,
        Target target,
        String taskReason,
        List<Role> columns,
        List<Anomaly> anomalies) {
    /** The maximum number of levels of a categorical column that may be rare; most rarer values become one more level. */
    public static final int MAX_LEVELS = 250;

    /**
     * A column and its kind.
     *
     * @param column the column
     * @param kind how the model uses it
     * @param why the reason, as one phrase
     */
    public record Role(Column column, ColumnKind kind, String why) {}

    public Schema {
        columns = List.copyOf(columns);
        anomalies = List.copyOf(anomalies);
    }

    /** The messages of the anomalies, one line each. */
    public List<String> notes() {
        return anomalies.stream().map(Anomaly::message).toList();
    }

    /** This schema with more anomalies. A new one replaces those of its name. */
    public Schema noting(List<Anomaly> more) {
        List<Anomaly> all = new ArrayList<>(anomalies);
        all.removeIf(old -> more.stream().anyMatch(anomaly -> anomaly.name().equals(old.name())));
        all.addAll(more);
        return new Schema(label, labelChoice, output, target, taskReason, columns, all);
    }

    /** This schema with the columns of a table that has some of the same rows. */
    public Schema of(Table rows) {
        List<Role> same = new ArrayList<>();
        for (Role role : columns) {
            rows.columns().stream()
                    .filter(column -> column.name().equals(role.column().name()))
                    .forEach(column -> same.add(new Role(column, role.kind(), role.why())));
        }
        return new Schema(label, labelChoice, output, target, taskReason, same, anomalies);
    }

    /** The columns that a model uses. */
    public List<Role> used() {
        return columns.stream().filter(role -> role.kind() != ColumnKind.IGNORE).toList();
    }

    /** How the columns that a model uses are written, by their names; without those that are plain. */
    public Map<String, ColumnFormat> formats() {
        Map<String, ColumnFormat> formats = new LinkedHashMap<>();
        for (Role role : used()) {
            ColumnFormat format = role.column().format().stored(role.kind());
            if (!format.isPlain()) {
                formats.put(role.column().name(), format);
            }
        }
        return formats;
    }

    /** The names of the columns that a model does not use. */
    public List<String> ignored() {
        return columns.stream()
                .filter(role -> role.kind() == ColumnKind.IGNORE)
                .map(role -> role.column().name())
                .toList();
    }
}
