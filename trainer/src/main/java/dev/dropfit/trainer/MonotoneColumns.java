package dev.dropfit.trainer;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.Direction;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The columns with which predictions may only rise, or only fall, as the setting {@code monotone} says. */
final class MonotoneColumns {
    private MonotoneColumns() {}

    /**
     * Checks that the setting fits a dataset.
     *
     * @throws InvalidSettingsException when the label has several classes, or a column is no number
     */
    static void check(Settings settings, Schema schema) throws InvalidSettingsException {
        if (settings.monotone().isEmpty()) {
            return;
        }
        if (schema.target() instanceof Target.Classes classes && !classes.binary()) {
            throw new InvalidSettingsException("dropfit.json: monotone is set, but the label '" + schema.label()
                    + "' has " + classes.size() + " classes; accepted are a number and a label with two classes");
        }
        for (String name : settings.monotone().keySet()) {
            Schema.Role role = schema.columns().stream()
                    .filter(column -> column.column().name().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new InvalidSettingsException("dropfit.json: monotone contains '" + name + "', which is "
                                    + (name.equals(schema.label()) ? "the label" : "not in the header of the dataset")
                                    + "; found are "
                                    + schema.columns().stream()
                                            .map(column -> column.column().name())
                                            .collect(Collectors.joining(", "))));
            if (role.kind() != ColumnKind.NUMERIC) {
                throw new InvalidSettingsException(
                        "dropfit.json: monotone contains '" + name + "', but the model uses it as "
                                + role.kind().text() + " (" + role.why() + "); accepted are columns of numbers."
                                + " If its values are numbers, set its kind to numeric in columns");
            }
        }
    }

    /** A note for the record: what the model guarantees. Empty without the setting. */
    static List<Anomaly> notes(Settings settings, Schema schema) {
        String what = schema.target() instanceof Target.Classes classes
                ? "the probability of '" + classes.values().get(1) + "'"
                : "the predicted " + schema.label();
        List<Anomaly> notes = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            String columns = settings.monotone().entrySet().stream()
                    .filter(entry -> entry.getValue() == direction)
                    .map(entry -> "'" + entry.getKey() + "'")
                    .collect(Collectors.joining(", "));
            if (!columns.isEmpty()) {
                notes.add(Anomaly.of(
                        "monotone-" + direction.text(),
                        "when " + columns + " rises and all else is equal, " + what
                                + (direction == Direction.INCREASING ? " never falls" : " never rises")
                                + ", as monotone in dropfit.json says"));
            }
        }
        return notes;
    }

    /** The same rows, with directions that trees keep. */
    static FeatureTable constrain(FeatureTable rows, Map<String, Direction> monotone) {
        if (monotone.isEmpty()) {
            return rows;
        }
        int[] signs = new int[rows.features().size()];
        for (int feature = 0; feature < signs.length; feature++) {
            Feature own = rows.features().get(feature);
            Direction direction = monotone.get(own.column());
            signs[feature] = direction == null ? 0 : direction.sign();
        }
        return rows.constrained(signs);
    }
}
