package dev.dropfit.trainer;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.MarkedNotation;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.format.UnitNotation;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What clients of a model rely on: every request that is valid for the served model is valid for the next one, and its response has the same
 * form. That is the task, the label, the key of the prediction, the class names, the columns, their kinds and their order.
 */
final class Contract {
    private static final int SHOWN = 10;

    private Contract() {}

    /**
     * A way in which a model breaks clients of another one.
     *
     * @param what changed, and which requests or programs that affects
     * @param setting the setting that would ask for this change; empty if there is none
     */
    record Breach(String what, Optional<String> setting) {}

    /**
     * The new model, made to accept the requests of the previous one: new columns may be absent, and rows without names have the previous
     * columns first. Unchanged if the models differ in another way, because then the previous clients need to change anyway.
     */
    static Pipeline keep(Pipeline previous, Pipeline next) {
        List<String> inputs = columns(next);
        Set<String> positions = new LinkedHashSet<>(previous.positions());
        positions.addAll(inputs);
        Set<String> required = required(previous);
        Pipeline kept = next.accepting(
                List.copyOf(positions),
                inputs.stream().filter(column -> !required.contains(column)).toList(),
                formats(previous, next));
        // A file can't have more columns either.
        return positions.size() <= CsvParser.MAX_COLUMNS
                        && breaches(previous, kept, Settings.NONE).isEmpty()
                ? kept
                : next;
    }

    /**
     * How the next model breaks clients of the previous one, apart from changes that the settings ask for.
     *
     * @param settings of the run that made the next model
     */
    static List<Breach> breaches(Pipeline previous, Pipeline next, Settings settings) {
        List<Breach> breaches = new ArrayList<>();
        if (settings.label().isEmpty() && isAnotherFile(previous, next)) {
            breaches.add(new Breach(
                    "the dataset has none of the columns of the previous model, " + quoted(columns(previous))
                            + "; it may be another file, or its first line with the names is missing",
                    Optional.empty()));
            return breaches;
        }
        if (!previous.output().equals(next.output()) && settings.output().isEmpty()) {
            breaches.add(new Breach(
                    "the key of the prediction was '" + previous.output() + "' and would be '" + next.output()
                            + "'; programs that read '" + previous.output() + "' would fail",
                    Optional.of("\"output\": \"" + previous.output() + "\"")));
        }
        target(previous, next, settings, breaches);
        kinds(previous, next, settings, breaches);
        notations(previous, next, settings, breaches);
        rows(previous, next, breaches);
        return breaches;
    }

    /** Whether all columns are gone, the label too. */
    private static boolean isAnotherFile(Pipeline previous, Pipeline next) {
        Set<String> now = new LinkedHashSet<>(columns(next));
        now.addAll(next.ignored());
        now.add(next.label());
        return !now.contains(previous.label())
                && required(previous).stream().noneMatch(now::contains)
                && !required(previous).isEmpty();
    }

    private static void target(Pipeline previous, Pipeline next, Settings settings, List<Breach> breaches) {
        if (!previous.label().equals(next.label())) {
            if (settings.label().isEmpty()) {
                breaches.add(new Breach(
                        has(next, previous.label())
                                ? "the label was '" + previous.label() + "' and would be '" + next.label()
                                        + "'; clients would get another prediction without asking for it"
                                : "the dataset has no column '" + previous.label()
                                        + "', which the previous model predicts; if another column has its values,"
                                        + " give it this name. Clients would get a prediction of '" + next.label()
                                        + "' without asking for it",
                        Optional.of("\"label\": \"" + next.label() + "\"")));
            }
            // A label that the settings name may have any task and any classes.
            return;
        }
        boolean classes = next.target() instanceof Target.Classes;
        if (classes != previous.target() instanceof Target.Classes) {
            if (!settings.columns().containsKey(next.label())) {
                breaches.add(new Breach(
                        classes
                                ? "the prediction was a number and would be one of several classes; programs that"
                                        + " expect a number would fail"
                                : "the prediction was one of several classes and would be a number; programs that"
                                        + " expect a class would fail",
                        Optional.of("\"columns\": {\"" + next.label() + "\": \"" + (classes ? "categorical" : "numeric")
                                + "\"}")));
            }
        } else if (previous.target() instanceof Target.Classes before
                && next.target() instanceof Target.Classes after) {
            classes(before, after, settings, breaches);
        }
    }

    private static boolean has(Pipeline pipeline, String column) {
        return columns(pipeline).contains(column) || pipeline.ignored().contains(column);
    }

    private static void classes(Target.Classes before, Target.Classes after, Settings settings, List<Breach> breaches) {
        List<String> names =
                IntStream.range(0, after.size()).mapToObj(after::name).toList();
        for (int k = 0; k < before.size(); k++) {
            String value = before.values().get(k);
            int index = after.values().indexOf(value);
            if (index >= 0
                    && !names.contains(before.name(k))
                    && !settings.labels().containsKey(value)) {
                breaches.add(new Breach(
                        "the class '" + before.name(k) + "' would be called '" + after.name(index)
                                + "'; programs that compare with the old name would fail",
                        Optional.of("\"labels\": {\"" + value + "\": \"" + before.name(k) + "\"}")));
            }
        }
        List<String> lost = IntStream.range(0, before.size())
                .filter(k -> !names.contains(before.name(k))
                        && !after.values().contains(before.values().get(k)))
                .mapToObj(k -> "'" + before.name(k) + "'")
                .toList();
        List<String> fresh = after.values().stream()
                .filter(value -> !before.values().contains(value))
                .map(value -> "'" + value + "'")
                .toList();
        if (!lost.isEmpty()) {
            breaches.add(new Breach(
                    "the new model no longer predicts " + Text.list(lost, SHOWN)
                            + (lost.size() == 1 ? ", which is a class" : ", which are classes")
                            + " of the previous model: the dataset has no training row of "
                            + (lost.size() == 1 ? "it" : "them")
                            + (fresh.isEmpty()
                                    ? ""
                                    : ". If " + Text.list(fresh, SHOWN) + (fresh.size() == 1 ? " means" : " mean")
                                            + " the same, write the previous "
                                            + (lost.size() == 1 ? "value" : "values")),
                    Optional.empty()));
        }
    }

    private static void kinds(Pipeline previous, Pipeline next, Settings settings, List<Breach> breaches) {
        Map<String, Input> before = new HashMap<>();
        previous.inputs().forEach(input -> before.put(input.column(), input));
        for (Input input : next.inputs()) {
            Input old = before.get(input.column());
            if (old != null && !settings.columns().containsKey(input.column()) && losesNumbers(input, old)) {
                breaches.add(new Breach(
                        "column '" + input.column()
                                + "' was numeric and would be " + kind(input)
                                + ", without a number among its values; requests with numbers would be predicted"
                                + " without it",
                        Optional.of("\"columns\": {\"" + input.column() + "\": \"" + kind(input) + "\"}")));
            }
            if (old != null && !accepts(input, old) && !settings.columns().containsKey(input.column())) {
                breaches.add(new Breach(
                        "column '" + input.column() + "' was " + kind(old) + " and would be " + kind(input)
                                + "; requests with other values would be refused",
                        Optional.of("\"columns\": {\"" + input.column() + "\": \"" + kind(input) + "\"}")));
            }
        }
    }

    /** Whether a column accepts every value that it accepted before: a category and a text accept all values. */
    private static boolean accepts(Input next, Input previous) {
        return acceptsAll(next) || kind(next).equals(kind(previous));
    }

    /** Whether numbers that the previous model used mean nothing to the next one, because its categories are words. */
    private static boolean losesNumbers(Input next, Input previous) {
        return kind(previous).equals("numeric")
                && (next.isText()
                        || (next.feature() instanceof Feature.Categorical category
                                && category.code("0") < 0
                                && category.code("1") < 0
                                && category.levels().stream().allMatch(level -> Double.isNaN(Values.number(level)))));
    }

    private static String kind(Input input) {
        return input.isDateTime()
                ? "datetime"
                : input.isText() ? "text" : input.feature() instanceof Feature.Categorical ? "categorical" : "numeric";
    }

    private static boolean acceptsAll(Input input) {
        return input.isText() || input.feature() instanceof Feature.Categorical;
    }

    private static void rows(Pipeline previous, Pipeline next, List<Breach> breaches) {
        if (renamed(previous, next, breaches)) {
            return;
        }
        Set<String> always = required(previous);
        List<String> added = columns(next).stream()
                .filter(column -> !next.optional().contains(column) && !always.contains(column))
                .toList();
        if (!added.isEmpty()) {
            breaches.add(new Breach(
                    (added.size() == 1 ? "the column " : "the columns ") + quoted(added)
                            + (added.size() == 1 ? " is" : " are")
                            + " new; requests without "
                            + (added.size() == 1 ? "it" : "them")
                            + " would be refused",
                    Optional.empty()));
        } else if (!startsWith(next.positions(), previous.positions())
                || new RowFormat(next).minPositions() > new RowFormat(previous).minPositions()) {
            breaches.add(new Breach(
                    "the order of the columns changed; rows that are sent as arrays without names would be misread",
                    Optional.empty()));
        }
    }

    /** A column that is gone and one that is new look like one that was renamed: clients would send it under its old name, in vain. */
    private static boolean renamed(Pipeline previous, Pipeline next, List<Breach> breaches) {
        List<String> now = new ArrayList<>(columns(next));
        now.addAll(next.ignored());
        now.add(next.label());
        List<String> before = new ArrayList<>(previous.positions());
        before.addAll(previous.ignored());
        List<String> gone = required(previous).stream()
                .filter(column -> !now.contains(column))
                .toList();
        List<String> added = columns(next).stream()
                .filter(column -> !before.contains(column))
                .toList();
        if (!gone.isEmpty() && !added.isEmpty()) {
            breaches.add(new Breach(
                    (gone.size() == 1
                                    ? "the dataset no longer has the column "
                                    : "the dataset no longer has the columns ")
                            + quoted(gone) + ", but has " + quoted(added)
                            + ", which the previous one did not have; if "
                            + (gone.size() == 1 ? "it was renamed, give it its" : "they were renamed, give them their")
                            + " old name back, because requests have that name",
                    Optional.empty()));
        }
        return !gone.isEmpty() && !added.isEmpty();
    }

    private static String quoted(List<String> columns) {
        return Text.list(columns.stream().map(column -> "'" + column + "'").toList(), SHOWN);
    }

    /**
     * How cells are written, with what the previous model reads as well. A plain column gets its former notation, which reads plain cells too;
     * not one with a decimal comma, for which {@code 1.234} is another number.
     */
    private static Map<String, ColumnFormat> formats(Pipeline previous, Pipeline next) {
        Map<String, ColumnFormat> formats = new LinkedHashMap<>();
        for (Input input : next.inputs()) {
            ColumnFormat now = next.formats().getOrDefault(input.column(), ColumnFormat.PLAIN);
            ColumnFormat before = previous.formats().getOrDefault(input.column(), ColumnFormat.PLAIN);
            Set<String> missing = new LinkedHashSet<>(now.missing());
            if (!acceptsAll(input)) {
                missing.addAll(before.missing());
            }
            Optional<Notation> notation = now.notation()
                    .map(current -> before.notation()
                            .filter(former -> former.reads(current))
                            .orElse(current))
                    .or(() -> before.notation()
                            .filter(former -> former.isTime() == input.isDateTime())
                            .filter(former -> !hasDecimalComma(former)));
            ColumnFormat both = new ColumnFormat(notation, List.copyOf(missing));
            if (!both.isPlain()) {
                formats.put(input.column(), both);
            }
        }
        return formats;
    }

    /** Cells that were read before must have the same meaning. */
    private static void notations(Pipeline previous, Pipeline next, Settings settings, List<Breach> breaches) {
        for (Input input : next.inputs()) {
            String column = input.column();
            ColumnFormat before = previous.formats().getOrDefault(column, ColumnFormat.PLAIN);
            ColumnFormat now = next.formats().getOrDefault(column, ColumnFormat.PLAIN);
            boolean sameNotation = before.notation().isEmpty()
                    || reads(now.notation(), before.notation())
                    || reads(before.notation(), now.notation())
                    || haveSameOrder(before.notation(), now.notation());
            if (!acceptsAll(input)
                    && !settings.columns().containsKey(column)
                    && (!sameNotation || !now.missing().containsAll(before.missing()))) {
                breaches.add(new Breach(
                        "column '" + column
                                + "' is written in another way; requests as before would be misread or refused"
                                + before.notation()
                                        .map(notation -> ". Before, it accepted " + notation.accepted())
                                        .orElse(""),
                        Optional.empty()));
            }
        }
    }

    private static boolean reads(Optional<Notation> one, Optional<Notation> other) {
        return one.isPresent() && other.isPresent() && one.get().reads(other.get());
    }

    /** Whether both are dates in the same order: years of two digits may get another century, which the previous dataset had no such years of. */
    private static boolean haveSameOrder(Optional<Notation> one, Optional<Notation> other) {
        return one.isPresent()
                && other.isPresent()
                && one.get() instanceof DateNotation dates
                && other.get() instanceof DateNotation others
                && dates.parts() == others.parts();
    }

    private static boolean hasDecimalComma(Notation notation) {
        return (notation instanceof NumberNotation numbers && numbers.decimal() == ',')
                || (notation instanceof UnitNotation units && units.numbers().decimal() == ',')
                || (notation instanceof MarkedNotation marked
                        && marked.numbers().decimal() == ',');
    }

    private static boolean startsWith(List<String> all, List<String> first) {
        return all.size() >= first.size() && all.subList(0, first.size()).equals(first);
    }

    /** The columns that every valid request of a model has. */
    private static Set<String> required(Pipeline pipeline) {
        Set<String> required = new LinkedHashSet<>(columns(pipeline));
        pipeline.optional().forEach(required::remove);
        return required;
    }

    private static List<String> columns(Pipeline pipeline) {
        return pipeline.inputs().stream().map(Input::column).toList();
    }
}
