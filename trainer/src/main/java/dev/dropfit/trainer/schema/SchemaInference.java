package dev.dropfit.trainer.schema;

import dev.dropfit.core.Spelling;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problems;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Infers the schema of a table. Settings take precedence over these rules: a label with text or few distinct values is classes, otherwise a
 * number. A constant column or an identifier is ignored. A column of many texts of several words is text, another one with text is
 * categorical, and one of few distinct whole numbers if their order
 * does not explain the label. A column of dates is datetime, any other column is numeric.
 */
public final class SchemaInference {
    /** A numeric label with at most this many distinct values is classes. */
    public static final int MAX_NUMERIC_CLASSES = 20;
    /** A column of at most this many distinct whole numbers may be categorical. */
    public static final int MAX_NUMERIC_CATEGORIES = 10;
    /** With fewer rows, a column of unique values is not an identifier. */
    public static final int MIN_ROWS_FOR_IDENTIFIER = 50;

    private static final int MAX_PROBLEMS = 10;

    /** Numbers first, in ascending order, then texts in alphabetical order. */
    public static final Comparator<String> CATEGORY_ORDER = Comparator.<String>comparingDouble(text -> {
                double number = Values.number(text);
                return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
            })
            .thenComparing(Comparator.naturalOrder());

    private SchemaInference() {}

    /**
     * Infers the schema.
     *
     * @throws InvalidSettingsException when the settings do not fit the table
     * @throws InvalidTableException when there is nothing to learn, or a column contradicts the settings
     */
    public static Schema infer(Table table, Settings settings) throws InvalidSettingsException, InvalidTableException {
        return infer(table, settings, Optional.empty(), Split.of(settings.holdout()));
    }

    /**
     * Whether the label is classes.
     *
     * @param previous the model that is served
     */
    public static boolean predictsClasses(Table table, Settings settings, Optional<Pipeline> previous) {
        return new LabelTarget(table, settings, previous, Split.of(settings.holdout()))
                .task()
                .classes();
    }

    /**
     * Infers the schema of a dataset that follows another one. What the settings do not say stays as it is in the previous model where the
     * new values allow it, so that one new value does not change what clients rely on.
     *
     * @param previous the model that is served
     * @param split the training rows and the holdout
     */
    public static Schema infer(Table table, Settings settings, Optional<Pipeline> previous, Split split)
            throws InvalidSettingsException, InvalidTableException {
        checkNames(table, settings);
        Column label = table.labelColumn();
        LabelTarget ofLabel = new LabelTarget(table, settings, previous, split);
        LabelTask task = ofLabel.task();
        Target target = ofLabel.target(task);
        ColumnRoles ofColumns = new ColumnRoles(table, settings, previous, split, target);
        Problems problems = new Problems(MAX_PROBLEMS);
        List<Schema.Role> roles = new ArrayList<>();
        for (Column column : table.columns()) {
            if (column != label) {
                roles.add(ofColumns.role(column, problems));
            }
        }
        problems.throwIfAny();
        List<Anomaly> anomalies = new ArrayList<>(table.anomalies());
        anomalies.addAll(ofLabel.anomalies());
        anomalies.addAll(ColumnNotes.of(table.columns()));
        anomalies.addAll(ofColumns.anomalies());
        roles.forEach(role -> Sentinels.find(role).ifPresent(anomalies::add));
        anomalies.addAll(Leakage.find(table, split, task.classes(), roles));
        Schema schema = new Schema(
                label.name(),
                table.labelChoice(),
                settings.output().orElse("prediction"),
                target,
                task.why(),
                roles,
                anomalies);
        if (schema.used().isEmpty()) {
            throw new InvalidTableException("No column is left to learn from: "
                    + roles.stream()
                            .map(role -> role.column().name() + " (" + role.why() + ")")
                            .collect(Collectors.joining(", "))
                    + "; upload more columns, or set the kind of one of these in dropfit.json");
        }
        return schema;
    }

    private static void checkNames(Table table, Settings settings) throws InvalidSettingsException {
        Column label = table.labelColumn();
        List<String> names = table.columns().stream().map(Column::name).toList();
        for (String name : settings.columns().keySet()) {
            if (!names.contains(name)) {
                throw new InvalidSettingsException("dropfit.json: columns contains '" + name
                        + "', which is not in the header of the dataset; found are " + String.join(", ", names)
                        + Spelling.suggestion(name, names));
            }
        }
        ColumnKind ofLabel = settings.columns().get(label.name());
        if (ofLabel == ColumnKind.IGNORE || ofLabel == ColumnKind.DATETIME || ofLabel == ColumnKind.TEXT) {
            throw new InvalidSettingsException("dropfit.json: columns." + label.name() + " is " + ofLabel.text()
                    + ", but it is the label; accepted are numeric (regression) and categorical (classification)");
        }
    }
}
