package dev.dropfit.trainer.schema;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.DateTimes;
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
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Infers the kinds of the columns that are not the label. Settings take precedence, then the previous model. Not thread-safe. */
final class ColumnRoles {
    /** A text column with a higher share of different values is an identifier. */
    private static final double MAX_DISTINCT_TEXT_SHARE = 0.9;

    /** The numbers of a key that repeats are categories if each has this many rows. */
    private static final int MIN_ROWS_PER_KEY = 10;

    private static final int SHOWN = 5;

    private final Table table;
    private final Settings settings;
    private final Map<String, Input> previousInputs;
    private final Split split;
    private final Target target;
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private final List<String> constant = new ArrayList<>();
    /** Made when the first column needs it. */
    private @Nullable RowClasses rowClasses;

    ColumnRoles(Table table, Settings settings, Optional<Pipeline> previous, Split split, Target target) {
        this.table = table;
        this.settings = settings;
        this.previousInputs = previous.map(Pipeline::inputs).orElse(List.of()).stream()
                .collect(Collectors.toMap(Input::column, input -> input));
        this.split = split;
        this.target = target;
    }

    /** What was found that the owner of the dataset should know, in the order of the columns; last what is said of several at once. */
    List<Anomaly> anomalies() {
        List<Anomaly> all = new ArrayList<>(anomalies);
        if (!empty.isEmpty()) {
            all.add(ignored("empty-column", empty, "all its cells are empty", "all their cells are empty"));
        }
        if (!constant.isEmpty()) {
            all.add(ignored(
                    "constant-column",
                    constant,
                    "it has the same value in every row",
                    "each has the same value in every row"));
        }
        return List.copyOf(all);
    }

    /**
     * The kind of a column, and why.
     *
     * @param problems receives what contradicts the settings
     */
    Schema.Role role(Column column, Problems problems) {
        ColumnKind setting = settings.columns().get(column.name());
        if (setting == null) {
            return asBefore(column).orElseGet(() -> inferred(column));
        }
        if (setting == ColumnKind.NUMERIC && column.texts() > 0) {
            problems.add(new Problem(
                    0,
                    column.name(),
                    values(column.texts(), "a number", "numbers") + ", first " + column.firstText()
                            + "; dropfit.json sets the column to numeric; accepted are numbers and missing values"
                            + " (empty, "
                            + String.join(", ", Values.MISSING)
                            + "); name other texts for missing values in missing in dropfit.json"));
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

    private Schema.Role inferred(Column column) {
        ColumnShape shape = new ColumnShape(table, column);
        long present = shape.present();
        if (present == 0) {
            return useless(column, empty, "every value is missing");
        }
        if (column.distinctValues() == 1 && column.missing() == 0) {
            return useless(column, constant, "constant");
        }
        if (column.times() > 0 && column.times() >= (1 - FormatInference.MAX_STRAY_SHARE) * present) {
            return dateTime(column, present - column.times());
        }
        boolean text = column.texts() > 0 && (!shape.hasStrayTexts() || KeyColumns.isCodeName(column.name()));
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
        boolean ofMany = table.rows() >= SchemaInference.MIN_ROWS_FOR_IDENTIFIER;
        if (text && column.coded() && TextColumns.areTexts(column, present)) {
            noteManyTexts(column);
            return new Schema.Role(column, ColumnKind.TEXT, "texts of several words");
        }
        if (ofMany && text && column.identifying()) {
            return ignored(column, "identifier-column", "a different text in every row: an identifier");
        }
        if (ofMany && !text && column.identifying() && shape.isWhole()) {
            Optional<String> key =
                    KeyColumns.reason(column, present, table.columns().size() == 2);
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
        return wholeNumbers(shape);
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
    private Schema.Role wholeNumbers(ColumnShape shape) {
        Column column = shape.column();
        boolean code = KeyColumns.isCodeName(column.name());
        if (column.manyValued() || !(code ? shape.isMostlyWhole() : shape.isWhole())) {
            return new Schema.Role(column, ColumnKind.NUMERIC, "numbers");
        }
        if (KeyColumns.isYear(column)) {
            return new Schema.Role(column, ColumnKind.NUMERIC, "years");
        }
        if ((code || KeyColumns.isKeyName(column.name()))
                && table.rows() >= SchemaInference.MIN_ROWS_FOR_IDENTIFIER
                && column.distinctValues() > MAX_DISTINCT_TEXT_SHARE * shape.present()) {
            return ignored(
                    column,
                    "identifier-column",
                    "a different whole number in nearly every row, and the name of a key: an identifier");
        }
        if (code) {
            return new Schema.Role(column, ColumnKind.CATEGORICAL, "numbers that are names, as the column says");
        }
        if (KeyColumns.areLongKeys(column, shape.present())) {
            return new Schema.Role(column, ColumnKind.CATEGORICAL, "long whole numbers that begin alike, as names do");
        }
        if (KeyColumns.isNumberName(column.name())
                && shape.hasFewValues(Schema.MAX_LEVELS, MIN_ROWS_PER_KEY)
                && column.distinctValues() > SchemaInference.MAX_NUMERIC_CATEGORIES) {
            return new Schema.Role(column, ColumnKind.CATEGORICAL, "the numbers of a key that repeats");
        }
        if (!shape.hasFewValues(SchemaInference.MAX_NUMERIC_CATEGORIES, 10)) {
            return new Schema.Role(column, ColumnKind.NUMERIC, "numbers");
        }
        if (shape.isFlag() || column.distinctValues() < 2) {
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

    /** A column of which a model can learn nothing, whatever its kind. */
    private static Schema.Role useless(Column column, List<String> names, String why) {
        names.add("'" + column.name() + "'");
        return new Schema.Role(column, ColumnKind.IGNORE, why);
    }

    /** One note about all such columns: files of 50 empty columns are usual. */
    private static Anomaly ignored(String name, List<String> columns, String one, String more) {
        return Anomaly.of(
                name,
                columns.size() == 1
                        ? "column " + columns.get(0) + " is ignored: " + one
                        : "columns " + Text.list(columns, SHOWN) + " are ignored: " + more);
    }

    private Schema.Role ignored(Column column, String name, String why) {
        anomalies.add(Anomaly.of(
                name,
                "column '" + column.name() + "' is ignored: " + why + " (set its kind in dropfit.json to use it)"));
        return new Schema.Role(column, ColumnKind.IGNORE, why);
    }

    private static String values(long count, String one, String more) {
        return count == 1 ? "1 value is not " + one : count + " values are not " + more;
    }
}
