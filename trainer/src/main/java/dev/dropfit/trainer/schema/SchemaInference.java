package dev.dropfit.trainer.schema;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.Problems;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.format.FormatInference;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    /** A text column with a higher share of different values is an identifier. */
    private static final double MAX_DISTINCT_TEXT_SHARE = 0.9;

    /** A class with fewer rows is rare. */
    private static final int MIN_ROWS_PER_CLASS = 10;

    private static final int SHOWN_CLASSES = 5;
    private static final int MAX_PROBLEMS = 10;

    /** Numbers first, in ascending order, then texts in alphabetical order. */
    public static final Comparator<String> CATEGORY_ORDER = Comparator.<String>comparingDouble(text -> {
                double number = Values.number(text);
                return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
            })
            .thenComparing(Comparator.naturalOrder());

    private final Table table;
    private final Settings settings;
    private final Optional<Pipeline> previous;
    private final Map<String, Input> previousInputs;
    private final Split split;
    private final List<Anomaly> anomalies = new ArrayList<>();
    /** Made when the first column needs it. */
    private @Nullable RowClasses rowClasses;

    private SchemaInference(Table table, Settings settings, Optional<Pipeline> previous, Split split) {
        this.table = table;
        this.settings = settings;
        this.previous = previous.filter(
                pipeline -> pipeline.label().equals(table.labelColumn().name()));
        this.previousInputs = previous.map(Pipeline::inputs).orElse(List.of()).stream()
                .collect(Collectors.toMap(Input::column, input -> input));
        this.split = split;
    }

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
        return new SchemaInference(table, settings, previous, Split.of(settings.holdout()))
                .task(table.labelColumn())
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
        return new SchemaInference(table, settings, previous, split).schema();
    }

    private Schema schema() throws InvalidSettingsException, InvalidTableException {
        Column label = table.labelColumn();
        checkNames(label);
        anomalies.addAll(table.anomalies());
        noteMissingHeader(label);
        LabelTask task = task(label);
        Target target = task.classes() ? classes(label) : quantity(label);
        anomalies.addAll(ColumnNotes.of(table.columns()));
        Problems problems = new Problems(MAX_PROBLEMS);
        List<Schema.Role> roles = new ArrayList<>();
        for (Column column : table.columns()) {
            if (column != label) {
                roles.add(role(column, target, problems));
            }
        }
        problems.throwIfAny();
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
                            .collect(Collectors.joining(", ")));
        }
        return schema;
    }

    private void checkNames(Column label) throws InvalidSettingsException {
        List<String> names = table.columns().stream().map(Column::name).toList();
        for (String name : settings.columns().keySet()) {
            if (!names.contains(name)) {
                throw new InvalidSettingsException("dropfit.json: columns contains '" + name
                        + "', which is not in the header of the dataset; found are " + String.join(", ", names));
            }
        }
        ColumnKind ofLabel = settings.columns().get(label.name());
        if (ofLabel == ColumnKind.IGNORE || ofLabel == ColumnKind.DATETIME || ofLabel == ColumnKind.TEXT) {
            throw new InvalidSettingsException("dropfit.json: columns." + label.name() + " is " + ofLabel.text()
                    + ", but it is the label; accepted are numeric (regression) and categorical (classification)");
        }
    }

    private void noteMissingHeader(Column label) {
        String name = Values.category(label.name());
        boolean value = IntStream.range(1, label.codes())
                .anyMatch(code -> label.isValue(code)
                        && label.count(code) > 0
                        && label.category(code).equals(name));
        if (value) {
            anomalies.add(new Anomaly(
                    "missing-header",
                    "the name of the label, '" + label.name()
                            + "', is also one of its values; is the first line a row? A dataset needs a header",
                    List.of(1L)));
        }
    }

    private LabelTask task(Column label) {
        ColumnKind setting = settings.columns().get(label.name());
        if (setting != null) {
            return new LabelTask(setting == ColumnKind.CATEGORICAL, "columns in dropfit.json sets its kind");
        }
        Optional<LearnerName> learner = settings.learner();
        if (learner.isPresent() && learner.get().learns(true) != learner.get().learns(false)) {
            return new LabelTask(learner.get().learns(true), "learner in dropfit.json is for this task only");
        }
        if (settings.gate().metric().isPresent()) {
            return new LabelTask(
                    settings.gate().metric().get().classification(), "gate.metric in dropfit.json is of this task");
        }
        if (!settings.labels().isEmpty() || settings.positive().isPresent()) {
            return new LabelTask(true, "dropfit.json names its classes");
        }
        if (previous.isPresent()) {
            boolean classes = previous.get().target() instanceof Target.Classes;
            if (classes ? !label.manyValued() && label.distinctValues() <= Table.MAX_CLASSES : label.texts() == 0) {
                return new LabelTask(classes, "the previous model predicts " + (classes ? "classes" : "a number"));
            }
        }
        if (label.texts() > 0 && !strayText(label)) {
            return new LabelTask(true, "it contains text");
        }
        if (label.texts() > 0 || !few(label, MAX_NUMERIC_CLASSES, 3)) {
            return few(label, MAX_NUMERIC_CLASSES, 3)
                    ? new LabelTask(true, "it has few different values")
                    : new LabelTask(false, "it has many different numbers for its rows");
        }
        return LabelTask.of(label);
    }

    /** Whether a column has few distinct values and enough rows per value. */
    private boolean few(Column column, int max, int rowsPerValue) {
        return !column.manyValued()
                && column.distinctValues() <= Math.min(max, Math.max(2, table.rows() / rowsPerValue));
    }

    private Target classes(Column label) throws InvalidTableException, InvalidSettingsException {
        if (label.manyValued() || label.distinctValues() > Table.MAX_CLASSES) {
            throw new InvalidTableException(new Problem(
                    0,
                    label.name(),
                    "the label has " + (label.manyValued() ? "very many" : label.distinctValues())
                            + " different values; classification accepts at most " + Table.MAX_CLASSES
                            + ". Is it the right column? Set {\"label\": …} in dropfit.json to choose another"));
        }
        if (label.distinctValues() == table.rows() && table.rows() > 2) {
            throw new InvalidTableException(new Problem(
                    0,
                    label.name(),
                    "every row has a class of its own: the column names the rows, it is not a label. Set"
                            + " {\"label\": …} in dropfit.json to the column to predict"));
        }
        int[] trained = countsOfTrainingRows(label);
        List<String> values = IntStream.range(1, label.codes())
                .filter(code -> trained[code] > 0)
                .mapToObj(label::category)
                .sorted(CATEGORY_ORDER)
                .collect(Collectors.toCollection(ArrayList::new));
        List<String> all = IntStream.range(1, label.codes())
                .filter(code -> label.count(code) > 0)
                .mapToObj(label::category)
                .sorted(CATEGORY_ORDER)
                .toList();
        if (values.size() < 2) {
            throw new InvalidTableException(new Problem(
                    0,
                    label.name(),
                    all.size() < 2
                            ? "the label has only one value, '" + all.get(0) + "', in all " + table.rows()
                                    + " rows; there is nothing to predict"
                            : "all " + IntStream.of(trained).sum()
                                    + " training rows have the label '" + String.join("", values)
                                    + "'; the dataset is too small to learn from"));
        }
        noteRareClasses(label, trained);
        checkLabelNames(all);
        if (settings.positive().isPresent()) {
            String set = Values.category(settings.positive().get());
            Optional<String> positive = ColumnSpellings.find(values, set);
            if (values.size() != 2 || positive.isEmpty()) {
                throw new InvalidSettingsException("dropfit.json: positive is '" + set
                        + "'; accepted is one of two classes, found " + String.join(", ", values));
            }
            values.sort(Comparator.comparing(value -> value.equals(positive.get())));
        }
        return new Target.Classes(values, canonicalNames(values));
    }

    private void noteRareClasses(Column label, int[] trained) {
        int[] codes = IntStream.range(1, label.codes())
                .filter(code -> label.count(code) > 0)
                .toArray();
        noteClasses(
                "class-not-trained",
                IntStream.of(codes).filter(code -> trained[code] == 0),
                "in the holdout only, so the model can't learn such a class. Upload more rows of it");
        noteClasses(
                "class-not-judged",
                IntStream.of(codes).filter(code -> split.judges() && trained[code] == label.count(code)),
                "in no row of the holdout, so it is unknown how well such a class is predicted. Upload more rows of"
                        + " it");
        RareClasses rare = new RareClasses(table);
        rare.find().ifPresent(anomalies::add);
        noteClasses(
                "rare-class",
                IntStream.of(codes).filter(code -> label.count(code) < MIN_ROWS_PER_CLASS && !rare.names(code)),
                "rare: fewer than " + MIN_ROWS_PER_CLASS + " rows for training and evaluation");
    }

    private void noteClasses(String name, IntStream classes, String what) {
        Column label = table.labelColumn();
        int[] codes = classes.toArray();
        if (codes.length > 0) {
            List<String> named = IntStream.of(codes)
                    .mapToObj(code -> "class '" + label.category(code) + "'")
                    .toList();
            anomalies.add(new Anomaly(
                    name,
                    Text.list(named, SHOWN_CLASSES) + (codes.length == 1 ? " is " : " are ") + what,
                    IntStream.of(codes)
                            .limit(SHOWN_CLASSES)
                            .mapToObj(label::firstLine)
                            .toList()));
        }
    }

    private void checkLabelNames(List<String> classes) {
        settings.labels().keySet().stream().sorted().forEach(value -> {
            if (ColumnSpellings.find(classes, Values.category(value)).isEmpty()) {
                anomalies.add(Anomaly.of(
                        "unknown-class-name",
                        "dropfit.json: labels contains '" + value + "', which is not a value of the label"));
            }
        });
    }

    private Map<String, String> canonicalNames(List<String> classes) {
        return settings.labels().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> {
                            String value = Values.category(entry.getKey());
                            return ColumnSpellings.find(classes, value).orElse(value);
                        },
                        Map.Entry::getValue,
                        (one, other) -> one));
    }

    private int[] countsOfTrainingRows(Column column) {
        int[] counts = new int[column.codes()];
        double[] identity = IntStream.range(0, column.codes()).asDoubleStream().toArray();
        double[] codes = new double[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.decode(chunk, identity, codes);
            char[] places = table.shares().get(chunk);
            for (int i = 0; i < places.length; i++) {
                if (!split.heldOut(places[i])) {
                    counts[(int) codes[i]]++;
                }
            }
        }
        return counts;
    }

    private Target quantity(Column label) throws InvalidTableException {
        if (label.texts() > 0) {
            throw new InvalidTableException(new Problem(
                    0,
                    label.name(),
                    "the label is a number, but " + label.texts()
                            + (label.texts() == 1 ? " row has" : " rows have") + " text, first " + label.firstText()
                            + "; accepted are numbers"));
        }
        if (label.distinctValues() < 2) {
            throw new InvalidTableException(new Problem(
                    0,
                    label.name(),
                    "the label has only one value in all " + table.rows() + " rows; there is nothing to predict"));
        }
        return new Target.Quantity();
    }

    private Schema.Role role(Column column, Target target, Problems problems) {
        ColumnKind setting = settings.columns().get(column.name());
        if (setting == null) {
            return asBefore(column).orElseGet(() -> inferred(column, target));
        }
        if (setting == ColumnKind.NUMERIC && column.texts() > 0) {
            problems.add(new Problem(
                    0,
                    column.name(),
                    values(column.texts(), "a number", "numbers") + ", first " + column.firstText()
                            + "; dropfit.json sets the column to numeric; accepted are numbers and missing values"
                            + " (empty, "
                            + String.join(", ", Values.MISSING) + ")"));
        }
        if (setting == ColumnKind.DATETIME && column.times() < table.rows() - column.missing()) {
            problems.add(new Problem(
                    0,
                    column.name(),
                    values(table.rows() - column.missing() - column.times(), "a date or time", "dates or times")
                            + ", first "
                            + column.firstOther() + "; dropfit.json sets the column to datetime; accepted is "
                            + DateTimes.ACCEPTED + ", and missing values (empty, "
                            + String.join(", ", Values.MISSING) + ")"));
        }
        if ((setting == ColumnKind.CATEGORICAL || setting == ColumnKind.TEXT) && !column.coded()) {
            problems.add(new Problem(
                    0,
                    column.name(),
                    "more than 65,000 different " + (column.timed() ? "times" : "numbers")
                            + "; dropfit.json sets the column to " + setting.text() + ", which accepts fewer"));
        }
        return new Schema.Role(column, setting, "set in dropfit.json");
    }

    /** The kind of the column in the previous model; empty if its values do not allow it, or do not vary. */
    private Optional<Schema.Role> asBefore(Column column) {
        Input input = previousInputs.get(column.name());
        long present = table.rows() - column.missing();
        if (input == null || present == 0 || (column.distinctValues() == 1 && column.missing() == 0)) {
            return Optional.empty();
        }
        String why = "as in the previous model";
        if (input.isDateTime()) {
            return column.times() == present
                    ? Optional.of(new Schema.Role(column, ColumnKind.DATETIME, why))
                    : Optional.empty();
        }
        if (input.isText()) {
            return column.coded() ? Optional.of(new Schema.Role(column, ColumnKind.TEXT, why)) : Optional.empty();
        }
        if (input.feature() instanceof Feature.Categorical) {
            return column.coded() && !column.manyValued()
                    ? Optional.of(new Schema.Role(column, ColumnKind.CATEGORICAL, why))
                    : Optional.empty();
        }
        return column.texts() == 0 ? Optional.of(new Schema.Role(column, ColumnKind.NUMERIC, why)) : Optional.empty();
    }

    private Schema.Role inferred(Column column, Target target) {
        long present = table.rows() - column.missing();
        if (present == 0) {
            return ignored(column, "empty-column", "every value is missing");
        }
        if (column.distinctValues() == 1 && column.missing() == 0) {
            return ignored(column, "constant-column", "constant");
        }
        if (column.times() > 0 && column.times() >= (1 - FormatInference.MAX_STRAY_SHARE) * present) {
            return dateTime(column, present - column.times());
        }
        boolean text = column.texts() > 0 && !strayText(column);
        if (column.timed()) {
            return unusable(
                    column,
                    "more than 65,000 different times, and too many texts among them; correct the texts to use the"
                            + " column");
        }
        if (column.texts() > 0 && column.manyValued() && column.coded() != text) {
            // After too many values, a column of numbers keeps no texts, and a column of texts keeps no numbers.
            return unusable(
                    column,
                    "more than 65,000 different numbers, and texts among them; correct the texts to use the column");
        }
        boolean ofMany = table.rows() >= MIN_ROWS_FOR_IDENTIFIER;
        if (text && column.coded() && TextColumns.areTexts(column, present)) {
            noteManyTexts(column);
            return new Schema.Role(column, ColumnKind.TEXT, "texts of several words");
        }
        if (ofMany && text && column.identifying()) {
            return ignored(column, "identifier-column", "a different text in every row: an identifier");
        }
        if (ofMany && !text && column.identifying() && integers(column)) {
            Optional<String> key = KeyColumns.reason(column, present);
            if (key.isPresent()) {
                return ignored(column, "identifier-column", key.get());
            }
        }
        if (text) {
            if (!column.coded()) {
                return ignored(column, "mixed-column", "too many different numbers and texts");
            }
            if (ofMany
                    && (column.manyValued()
                            ? column.identifying()
                            : column.distinctValues() > MAX_DISTINCT_TEXT_SHARE * present)) {
                return ignored(column, "identifier-column", "a different text in nearly every row");
            }
            if (ofMany && KeyColumns.isHash(column, present)) {
                return ignored(column, "identifier-column", "hashes that hardly repeat: an identifier");
            }
            return new Schema.Role(column, ColumnKind.CATEGORICAL, "text");
        }
        if (column.texts() > 0) {
            noteStray(
                    "stray-texts",
                    column,
                    column.texts(),
                    column.texts() == 1 ? "is not a number" : "are not numbers",
                    column.firstText(),
                    column.textLines());
            return new Schema.Role(column, ColumnKind.NUMERIC, "numbers, except for a few texts");
        }
        return wholeNumbers(column, target);
    }

    private void noteManyTexts(Column column) {
        if (column.manyValued()) {
            anomalies.add(Anomaly.of(
                    "many-texts",
                    "column '" + column.name()
                            + "' has more than 65,000 different texts; in the rows after them, new texts count as"
                            + " missing. Upload fewer rows to use all of their texts"));
        }
    }

    /** Few distinct whole numbers are a category if they are a flag, or if their order does not explain the label. */
    private Schema.Role wholeNumbers(Column column, Target target) {
        if (column.manyValued() || !integers(column)) {
            return new Schema.Role(column, ColumnKind.NUMERIC, "numbers");
        }
        if (KeyColumns.isYear(column)) {
            return new Schema.Role(column, ColumnKind.NUMERIC, "years");
        }
        if (KeyColumns.isKeyName(column.name())
                && few(column, Schema.MAX_LEVELS, MIN_ROWS_PER_CLASS)
                && column.distinctValues() > MAX_NUMERIC_CATEGORIES) {
            return new Schema.Role(column, ColumnKind.CATEGORICAL, "the numbers of a key that repeats");
        }
        if (!few(column, MAX_NUMERIC_CATEGORIES, 10)) {
            return new Schema.Role(column, ColumnKind.NUMERIC, "numbers");
        }
        if (isFlag(column) || column.distinctValues() < 2) {
            return new Schema.Role(column, ColumnKind.CATEGORICAL, "few distinct whole numbers");
        }
        return OrderFit.explains(table, split, column, target, this::rowClasses)
                ? new Schema.Role(column, ColumnKind.NUMERIC, "few distinct whole numbers, used in their order")
                : new Schema.Role(
                        column,
                        ColumnKind.CATEGORICAL,
                        "few distinct whole numbers, whose order does not explain the label");
    }

    private RowClasses rowClasses() {
        if (rowClasses == null) {
            rowClasses = OrderFit.rowClasses(table, split);
        }
        return rowClasses;
    }

    /** Whether the values are two numbers next to each other, such as 0 and 1. */
    private static boolean isFlag(Column column) {
        double[] range = column.numberRange();
        return column.distinctValues() == 2 && range[1] - range[0] == 1;
    }

    private Schema.Role dateTime(Column column, long others) {
        if (others > 0) {
            noteStray(
                    "stray-values",
                    column,
                    others,
                    others == 1 ? "is not a date or time" : "are not dates or times",
                    column.firstOther(),
                    column.otherLines());
            return new Schema.Role(column, ColumnKind.DATETIME, "dates, except for a few other values");
        }
        return new Schema.Role(column, ColumnKind.DATETIME, "dates");
    }

    private void noteStray(String name, Column column, long stray, String what, String first, List<Long> lines) {
        anomalies.add(new Anomaly(
                name,
                String.format(
                        Locale.ROOT,
                        "column '%s': %,d of %,d values %s, first %s; %s as missing",
                        column.name(),
                        stray,
                        table.rows() - column.missing(),
                        what,
                        first,
                        stray == 1 ? "it counts" : "they count"),
                lines));
    }

    private Schema.Role unusable(Column column, String why) {
        anomalies.add(
                new Anomaly("mixed-column", "column '" + column.name() + "' is ignored: " + why, column.textLines()));
        return new Schema.Role(column, ColumnKind.IGNORE, why);
    }

    private Schema.Role ignored(Column column, String name, String why) {
        anomalies.add(Anomaly.of(
                name,
                "column '" + column.name() + "' is ignored: " + why + " (set its kind in dropfit.json to use it)"));
        return new Schema.Role(column, ColumnKind.IGNORE, why);
    }

    /** Whether the column has many different numbers and a few stray texts. */
    private boolean strayText(Column column) {
        long present = table.rows() - column.missing();
        return column.texts() <= FormatInference.MAX_STRAY_SHARE * present
                && !isZeroPadded(column)
                && (column.manyValued() || column.distinctValues() > FormatInference.MAX_CATEGORIES);
    }

    /** Whether some values are digits after a zero: the column contains codes, such as postal codes. */
    private static boolean isZeroPadded(Column column) {
        return IntStream.range(1, column.codes())
                .anyMatch(code -> column.isValue(code)
                        && column.count(code) > 0
                        && column.isText(code)
                        && FormatInference.isZeroPadded(column.category(code)));
    }

    private static String values(long count, String one, String more) {
        return count == 1 ? "1 value is not " + one : count + " values are not " + more;
    }

    private static boolean integers(Column column) {
        for (int code = 1; code < column.codes(); code++) {
            double number = column.number(code);
            if (column.isValue(code) && column.count(code) > 0 && !column.isText(code) && number != Math.rint(number)) {
                return false;
            }
        }
        return true;
    }
}
