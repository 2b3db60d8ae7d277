package dev.dropfit.trainer;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.AlertSettings;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.evaluate.Gate;
import dev.dropfit.trainer.evaluate.SliceFigures;
import dev.dropfit.trainer.feature.LevelSpellings;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.read.FileLength;
import dev.dropfit.trainer.read.HeapBudget;
import dev.dropfit.trainer.read.LineIndex;
import dev.dropfit.trainer.read.TableReader;
import dev.dropfit.trainer.read.TooLargeTableException;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.schema.LabelSpellings;
import dev.dropfit.trainer.schema.NewestRows;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SplitSettings;
import dev.dropfit.trainer.split.Sides;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A dataset that has been read: its table, the schema, the rows that are held out, and what is to be fitted.
 *
 * @param sides the rows, and which of them are held out
 * @param learner what is to be fitted
 * @param previous the served model's pipeline, whose clients a new model should not break; empty if there is none
 * @param bytes its length, unpacked
 * @param sha256 the digest of the unpacked content, in hexadecimal digits
 * @param lines where its lines are; empty unless other processes read it too
 */
public record Dataset(
        Sides sides,
        Schema schema,
        Settings settings,
        LearnerName learner,
        Optional<Pipeline> previous,
        Gate gate,
        long bytes,
        String sha256,
        Optional<LineIndex> lines) {
    /**
     * Reads a dataset; does not close the stream.
     *
     * @throws InvalidTableException when it can't be learned from
     * @throws InvalidSettingsException when the settings do not fit it
     */
    public static Dataset read(InputStream csv, Settings settings)
            throws IOException, InvalidTableException, InvalidSettingsException {
        return read(csv, settings, OptionalLong.empty());
    }

    /**
     * Reads a dataset; one of a known length is refused early if it will not fit into memory.
     *
     * @param csv may be packed with gzip, or in a zip archive
     * @param bytes the length of the stream, if it is known
     */
    public static Dataset read(InputStream csv, Settings settings, OptionalLong bytes)
            throws IOException, InvalidTableException, InvalidSettingsException {
        return read(csv, settings, Optional.empty(), bytes);
    }

    /**
     * Reads a dataset that follows no other one, with a label that a rule chooses.
     *
     * @param labels of {@link #labelRule}, or a later one
     */
    public static Dataset read(InputStream csv, Settings settings, LabelRule labels, OptionalLong bytes)
            throws IOException, InvalidTableException, InvalidSettingsException {
        return read(csv, settings, labels, Optional.empty(), bytes, Capacity.ofFunction());
    }

    /** Reads a dataset that follows another one, where a function would. */
    static Dataset read(InputStream csv, Settings settings, Optional<Pipeline> previous, OptionalLong bytes)
            throws IOException, InvalidTableException, InvalidSettingsException {
        return read(csv, settings, labelRule(settings, previous), previous, bytes, Capacity.ofFunction());
    }

    /**
     * Reads a dataset that follows another one.
     *
     * @param labels chooses the label
     * @param previous the served model's pipeline; what the settings do not say stays as it is there, where the dataset allows it
     * @param capacity of the place where it is to be trained on
     * @throws TooLargeTableException when it is too large for this place
     */
    static Dataset read(
            InputStream csv,
            Settings settings,
            LabelRule labels,
            Optional<Pipeline> previous,
            OptionalLong bytes,
            Capacity capacity)
            throws IOException, InvalidTableException, InvalidSettingsException {
        PackedCsv content = PackedCsv.open(csv);
        Optional<LineIndex> lines = capacity.isCluster() ? Optional.of(new LineIndex()) : Optional.empty();
        MeasuredInput measured = new MeasuredInput(content.csv(), lines);
        Table read = TableReader.read(
                measured,
                labels,
                settings.values(),
                new FileLength(bytes, content::placeInFile),
                leastMemory(settings));
        return of(read, settings, previous, capacity, measured.bytes(), measured.sha256(), lines);
    }

    /**
     * Understands a table that was read, or a sample of one.
     *
     * @param bytes the length of the CSV
     * @param sha256 its digest
     * @param lines where its lines are; empty unless other processes read it too
     * @throws TooLargeTableException when it is too large for this place
     */
    static Dataset of(
            Table read,
            Settings settings,
            Optional<Pipeline> previous,
            Capacity capacity,
            long bytes,
            String sha256,
            Optional<LineIndex> lines)
            throws InvalidTableException, InvalidSettingsException {
        Table fitted = settings.split() instanceof SplitSettings.ByTime ? read.fittedAlone() : read;
        Table spelled =
                LabelSpellings.merge(fitted, List.copyOf(settings.labels().keySet()), classes(previous));
        Sides written = Sides.of(
                spelled,
                settings.split(),
                settings.holdout(),
                SchemaInference.predictsClasses(spelled, settings, previous));
        Split split = written.split();
        Schema first = SchemaInference.infer(written.table(), settings, previous, split);
        Table table = LevelSpellings.merge(written.table(), first, previous);
        Sides sides = written.of(table);
        Schema inferred =
                isSame(table, written.table()) ? first : SchemaInference.infer(table, settings, previous, split);
        Schema schema =
                inferred.noting(ModelSize.note(inferred).stream().toList()).noting(sides.notes());
        Gate gate = new Gate(settings.gate(), schema.target());
        boolean classification = schema.target() instanceof Target.Classes;
        checkWatched(settings, classification);
        checkDecision(settings, schema);
        MonotoneColumns.check(settings, schema);
        if (settings.learner().isPresent() && !settings.learner().get().learns(classification)) {
            throw new InvalidSettingsException("dropfit.json: learner is "
                    + settings.learner().get().text() + ", but the label '" + schema.label() + "' is "
                    + (classification ? "classes" : "a number") + "; accepted are "
                    + LearnerName.thatLearn(classification));
        }
        checkPlace(settings, capacity, classification);
        AffordableLearner learner = AffordableLearner.of(settings, table, schema, bytes, capacity);
        HeapBudget.checkFitting(
                table,
                schema,
                capacity.heap(),
                new FittingMemory(learner.name(), settings.holdout(), settings.budget()),
                learner.name().mayGrowTrees()
                        ? "set learner to " + LearnerName.linear(classification).text()
                        : "upload fewer rows or columns");
        List<Anomaly> advice = SplitAdvice.find(sides, schema, settings, learner.name());
        FittingWork work = new FittingWork(learner.name(), settings.holdout(), settings.budget());
        return new Dataset(
                sides,
                schema.noting(advice)
                        .noting(NewestRows.find(table, schema).stream()
                                .filter(NewestRows.Found::dated)
                                .map(NewestRows.Found::anomaly)
                                .toList())
                        .noting(MonotoneColumns.notes(settings, schema))
                        .noting(learner.note().stream().toList())
                        .noting(work.sampledRows(table, split, ModelSize.of(schema)).stream()
                                .toList())
                        .noting(sample(table)),
                settings,
                learner.name(),
                previous,
                gate,
                bytes,
                sha256,
                lines);
    }

    /** The rows, with the places that decide their sides. */
    public Table table() {
        return sides.table();
    }

    /** Which places are held out. */
    public Split split() {
        return sides.split();
    }

    private static List<String> classes(Optional<Pipeline> previous) {
        return previous.map(Pipeline::target).orElse(new Target.Quantity()) instanceof Target.Classes classes
                ? classes.values()
                : List.of();
    }

    /** Whether no levels were merged: then it is the very same table. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Table table, Table other) {
        return table == other;
    }

    private static void checkPlace(Settings settings, Capacity capacity, boolean classification)
            throws InvalidSettingsException {
        if (capacity.isCluster()
                && settings.wantedLearner().mayGrowForest()
                && !settings.wantedLearner().compares()) {
            throw new InvalidSettingsException("dropfit.json: learner is "
                    + settings.wantedLearner().text()
                    + ", but the dataset is so large that it is trained on Spark, which grows no forests; accepted"
                    + " are "
                    + LearnerName.AUTO.text() + ", "
                    + LearnerName.linear(classification).text() + " and " + LearnerName.GRADIENT_BOOSTING.text());
        }
    }

    /** What is learned from a sample only. */
    private static List<Anomaly> sample(Table table) {
        long rows = table.rowsOfFile();
        if (rows == table.rows()) {
            return List.of();
        }
        String message = table.lines().fitsLeftOut()
                ? "the model is fitted to all %,d rows, except for those that are held out. The kinds, values and"
                        + " figures of columns, and the holdout, are from a sample of %,d rows"
                : "the dataset has %,d rows, but the model and all its figures are from a sample of %,d rows. The"
                        + " holdout has the newest rows of the sample, and other rows may be as new";
        return List.of(Anomaly.of("sampled-columns", String.format(Locale.ROOT, message, rows, table.rows())));
    }

    /** What chooses the label of a dataset that follows no other one. */
    public static LabelRule labelRule(Settings settings) {
        return labelRule(settings, Optional.empty());
    }

    /** What chooses the label. */
    static LabelRule labelRule(Settings settings, Optional<Pipeline> previous) {
        return new LabelRule(settings.label(), previous.map(Pipeline::label));
    }

    /** The least that a fit will need. */
    static HeapBudget.Fitting leastMemory(Settings settings) {
        return AffordableLearner.leastMemory(settings.wantedLearner(), settings.holdout(), settings.budget());
    }

    private static void checkWatched(Settings settings, boolean classification) throws InvalidSettingsException {
        Optional<Metric> watched = settings.alert().flatMap(AlertSettings::metric);
        if (watched.isPresent() && watched.get().classification() != classification) {
            throw new InvalidSettingsException("dropfit.json: alert.metric is '"
                    + watched.get().text() + "', but the label is " + Metric.accepted(classification));
        }
    }

    private static void checkDecision(Settings settings, Schema schema) throws InvalidSettingsException {
        boolean binary = schema.target() instanceof Target.Classes classes && classes.binary();
        if (settings.decision().isPresent() && !binary) {
            throw new InvalidSettingsException("dropfit.json: "
                    + settings.decision().get().key() + " is set, but the label '" + schema.label() + "' "
                    + (schema.target() instanceof Target.Classes classes
                            ? "has " + classes.size() + " classes"
                            : "is a number")
                    + "; accepted is a label with two classes");
        }
    }

    /** An estimate of the CPU time that training on it needs on the deployed function, in seconds. */
    public double seconds() {
        return work().seconds(
                        (double) bytes, table().rows(), ModelSize.outputs(schema.target()), ModelSize.columns(schema));
    }

    /**
     * Checks that training on it will end in time in this place.
     *
     * @throws TooLargeTableException when it will not; the message contains the time and what to do
     */
    void checkTime(Capacity capacity) throws TooLargeTableException {
        work().check(
                        (double) bytes,
                        table().rows(),
                        ModelSize.outputs(schema.target()),
                        ModelSize.columns(schema),
                        capacity);
    }

    /** The slices by these features of the holdout of this table, which has rows of the dataset. */
    SliceFigures slices(Table rows, List<Feature> features) {
        return SliceFigures.of(rows, features, schema.target(), split(), gate.metric());
    }

    private FittingWork work() {
        return new FittingWork(learner, settings.holdout(), settings.budget());
    }

    /** An estimate of the heap that training on it needs, in bytes. */
    public double heap() {
        return HeapBudget.heap(table(), schema, new FittingMemory(learner, settings.holdout(), settings.budget()));
    }
}
