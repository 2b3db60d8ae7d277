package dev.dropfit.trainer.schema;

import com.google.gson.JsonPrimitive;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds columns that leak the label: columns that correspond to it one to one, including missing values, columns equal to it, and columns that
 * alone predict the holdout nearly perfectly, by their values or by having one at all. A model with such a column is useless if the column
 * is unknown at prediction time. The column is used nevertheless: it may be honest.
 */
final class Leakage {
    /** With fewer rows the correspondence may be chance. */
    private static final int MIN_ROWS = 20;
    /** With fewer rows per value the correspondence may be chance: columns of unique values always correspond. */
    private static final int MIN_ROWS_PER_VALUE = 3;

    /** An area under the ROC curve that honest columns of two classes hardly reach. */
    private static final double MIN_AREA = 0.99;
    /** One honest column may separate one of several classes completely, but seldom all of them. */
    private static final double MIN_MEAN_AREA = 0.995;

    private static final double MIN_WORST_AREA = 0.98;
    /** The same for having a value at all, if one side nearly never has one of the classes. */
    private static final double MIN_AREA_OF_PRESENCE = 0.85;
    /** If having a value is nearly as good as the value, it is the finding. */
    private static final double SAME_AREA = 0.01;
    /** The share of the variance of a number. */
    private static final double MIN_EXPLAINED = 0.995;

    private final Table table;
    private final Column label;
    private final ColumnSkill skill;

    private Leakage(Table table, Split split, boolean classes) {
        this.table = table;
        this.label = table.labelColumn();
        this.skill = new ColumnSkill(table, split, classes);
    }

    /** @param classes whether the label is classes */
    static List<Anomaly> find(Table table, Split split, boolean classes, List<Schema.Role> columns) {
        if (table.rows() < MIN_ROWS) {
            return List.of();
        }
        Leakage leakage = new Leakage(table, split, classes);
        return columns.stream()
                .filter(role -> role.kind() != ColumnKind.IGNORE)
                .flatMap(role -> leakage.leak(role).stream().map(why -> leakage.anomaly(role, why)))
                .toList();
    }

    private Anomaly anomaly(Schema.Role role, String why) {
        return Anomaly.of(
                "target-leakage",
                "column '" + role.column().name() + "' may give the label away: " + why
                        + ". If it is unknown at prediction time, the model is useless: set {\"columns\": {"
                        + new JsonPrimitive(role.column().name()) + ": \"ignore\"}} in dropfit.json");
    }

    /** How the column gives the label away; empty if it does not. */
    private Optional<String> leak(Schema.Role role) {
        if (oneToOne(role.column()) || (role.kind() == ColumnKind.NUMERIC && equal(role.column()))) {
            return Optional.of("it corresponds to '" + label.name() + "' one to one");
        }
        // The rows of a person have that person's label: then another split is proposed.
        if (!skill.judges() || SplitCandidates.isNamedKey(role.column())) {
            return Optional.empty();
        }
        return skill.ofClasses() ? leakOfClasses(role) : leakOfNumber(role);
    }

    private Optional<String> leakOfClasses(Schema.Role role) {
        ColumnSkill.Areas values = skill.areas(role);
        ColumnSkill.Areas presence =
                role.column().missing() == 0 ? ColumnSkill.Areas.NONE : skill.areasOfPresence(role);
        boolean near = label.distinctValues() == 2
                ? Math.min(values.area(), values.onTrained()) >= MIN_AREA
                : Math.min(values.area(), values.onTrained()) >= MIN_MEAN_AREA && values.worst() >= MIN_WORST_AREA;
        boolean present = presence.area() >= MIN_AREA_OF_PRESENCE && skill.presenceIsPure(role);
        if (present && (!near || presence.area() >= values.area() - SAME_AREA)) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "whether it has a value predicts '%s' with roc_auc %.3f on the holdout, without any other column",
                    label.name(),
                    presence.area()));
        }
        return near
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "it predicts '%s' with roc_auc %.3f on the holdout, without any other column",
                        label.name(),
                        values.area()))
                : Optional.empty();
    }

    private Optional<String> leakOfNumber(Schema.Role role) {
        double explained = skill.explained(role).orElse(0);
        return explained >= MIN_EXPLAINED
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "it predicts '%s' with r2 %.3f on the holdout, without any other column",
                        label.name(),
                        explained))
                : Optional.empty();
    }

    private boolean oneToOne(Column column) {
        int values = label.distinctValues();
        if (label.manyValued()
                || column.manyValued()
                || column.distinctValues() + (column.missing() > 0 ? 1 : 0) != values
                || (long) values * MIN_ROWS_PER_VALUE > table.rows()) {
            return false;
        }
        int[] labelOf = new int[column.codes()];
        int[] valueOf = new int[label.codes()];
        Arrays.fill(labelOf, -1);
        Arrays.fill(valueOf, -1);
        int[] codes = new int[Table.CHUNK];
        int[] labels = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.codes(chunk, codes);
            label.codes(chunk, labels);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                int code = codes[i];
                if (labelOf[code] < 0 && valueOf[labels[i]] < 0) {
                    labelOf[code] = labels[i];
                    valueOf[labels[i]] = code;
                } else if (labelOf[code] != labels[i]) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean equal(Column column) {
        double[] numbers = new double[Table.CHUNK];
        double[] labels = new double[Table.CHUNK];
        double[] ofCode = numbersByCode(column);
        double[] ofLabel = numbersByCode(label);
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.decode(chunk, ofCode, numbers);
            label.decode(chunk, ofLabel, labels);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                if (numbers[i] != labels[i]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double[] numbersByCode(Column column) {
        double[] numbers = new double[column.codes()];
        Arrays.setAll(numbers, column::number);
        return numbers;
    }
}
