package dev.dropfit.trainer.schema;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Infers what is predicted from the label column: classes or a number. Settings take precedence, then the previous model. Not thread-safe. */
final class LabelTarget {
    /** A class with fewer rows is rare. */
    private static final int MIN_ROWS_PER_CLASS = 10;

    private static final int SHOWN_CLASSES = 5;

    private static final String NOTHING_TO_PREDICT =
            ", so there is nothing to predict; upload rows with other values, or set {\"label\": …} in dropfit.json to"
                    + " another column";

    private final Table table;
    private final Column label;
    private final Settings settings;
    private final Optional<Pipeline> previous;
    private final Split split;
    private final List<Anomaly> anomalies = new ArrayList<>();

    LabelTarget(Table table, Settings settings, Optional<Pipeline> previous, Split split) {
        this.table = table;
        this.label = table.labelColumn();
        this.settings = settings;
        this.previous = previous.filter(pipeline -> pipeline.label().equals(label.name()));
        this.split = split;
    }

    /** What {@link #target} found that the owner of the dataset should know. */
    List<Anomaly> anomalies() {
        return List.copyOf(anomalies);
    }

    /**
     * The classes, or that it is a number.
     *
     * @throws InvalidTableException when there is nothing to predict
     * @throws InvalidSettingsException when the settings name a class that the label does not have
     */
    Target target(LabelTask task) throws InvalidTableException, InvalidSettingsException {
        return task.classes() ? classes() : quantity();
    }

    /** What is predicted: classes or a number, and why. */
    LabelTask task() {
        ColumnShape shape = new ColumnShape(table, label);
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
        if (label.texts() > 0 && !shape.hasStrayTexts()) {
            return new LabelTask(true, "it contains text");
        }
        if (label.texts() > 0 || !shape.hasFewValues(SchemaInference.MAX_NUMERIC_CLASSES, 3)) {
            return shape.hasFewValues(SchemaInference.MAX_NUMERIC_CLASSES, 3)
                    ? new LabelTask(true, "it has few different values")
                    : new LabelTask(false, "it has many different numbers for its rows");
        }
        return LabelTask.of(label);
    }

    private Target classes() throws InvalidTableException, InvalidSettingsException {
        if (label.manyValued() || label.distinctValues() > Table.MAX_CLASSES) {
            throw new UnusableLabelException(
                    0,
                    label.name(),
                    "has " + (label.manyValued() ? "very many" : label.distinctValues())
                            + " different values, and classification accepts at most " + Table.MAX_CLASSES,
                    (label.texts() == 0
                            ? ". All of them are numbers: to predict a number, remove \"learner\" and"
                                    + " \"task\" from dropfit.json"
                            : ". Is it the right column? Set {\"label\": …} in dropfit.json to choose another"));
        }
        if (label.distinctValues() == table.rows() && table.rows() > 2) {
            throw new UnusableLabelException(
                    0,
                    label.name(),
                    "has another value in every row",
                    ": the column names the rows, it is not a label. Set {\"label\": …} in dropfit.json to the column"
                            + " to predict");
        }
        int[] trained = countsOfTrainingRows();
        List<String> values = IntStream.range(1, label.codes())
                .filter(code -> trained[code] > 0)
                .mapToObj(label::category)
                .sorted(SchemaInference.CATEGORY_ORDER)
                .collect(Collectors.toCollection(ArrayList::new));
        List<String> all = IntStream.range(1, label.codes())
                .filter(code -> label.count(code) > 0)
                .mapToObj(label::category)
                .sorted(SchemaInference.CATEGORY_ORDER)
                .toList();
        if (all.size() < 2) {
            throw new UnusableLabelException(
                    0, label.name(), "has only one value, '" + all.get(0) + "', " + everywhere(), NOTHING_TO_PREDICT);
        }
        if (values.size() < 2) {
            throw new InvalidTableException(new Problem(
                    0,
                    label.name(),
                    "all " + IntStream.of(trained).sum() + " training rows have the label '" + String.join("", values)
                            + "'; upload more rows with other labels"));
        }
        noteRareClasses(trained);
        checkLabelNames(all);
        if (settings.positive().isPresent()) {
            String set = Values.category(settings.positive().get());
            Optional<String> positive = ColumnSpellings.find(values, set);
            if (values.size() != 2 || positive.isEmpty()) {
                throw new InvalidSettingsException("dropfit.json: positive is '" + set
                        + "'; accepted is one of two classes, found " + String.join(", ", values));
            }
            values.sort(Comparator.comparing(value -> value.equals(positive.get())));
        } else if (values.size() == 2 && !hasClasses(values)) {
            values = ClassOrder.positiveLast(values);
        }
        return new Target.Classes(values, canonicalNames(values));
    }

    /** Whether the previous model has these classes in this order, which its clients may know. */
    private boolean hasClasses(List<String> values) {
        return previous.map(Pipeline::target)
                .filter(target -> target instanceof Target.Classes classes
                        && classes.values().equals(values))
                .isPresent();
    }

    private void noteRareClasses(int[] trained) {
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

    private int[] countsOfTrainingRows() {
        int[] counts = new int[label.codes()];
        int[] rows = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            int size = split.select(table.shares().get(chunk), false, rows);
            label.count(chunk, rows, size, counts);
        }
        return counts;
    }

    private String everywhere() {
        return table.rows() == 1 ? "in the only row" : "in all " + table.rows() + " rows";
    }

    private Target quantity() throws InvalidTableException {
        if (label.texts() > 0) {
            throw new InvalidTableException(new Problem(
                    0,
                    label.name(),
                    "the label is a number, but " + label.texts()
                            + (label.texts() == 1 ? " row has" : " rows have") + " text, first " + label.firstText()
                            + "; accepted are numbers, so correct these rows or leave their label empty"));
        }
        if (label.distinctValues() < 2) {
            throw new UnusableLabelException(0, label.name(), "has only one value " + everywhere(), NOTHING_TO_PREDICT);
        }
        return new Target.Quantity();
    }
}
