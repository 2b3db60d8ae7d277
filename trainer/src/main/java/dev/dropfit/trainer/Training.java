package dev.dropfit.trainer;

import com.google.gson.JsonObject;
import dev.dropfit.core.Interruption;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.model.score.LinkedScorer;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.registry.AlertSettings;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.DatasetFacts;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.trainer.drift.SampledRows;
import dev.dropfit.trainer.evaluate.Decisions;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.evaluate.Gate;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.evaluate.SliceFigures;
import dev.dropfit.trainer.evaluate.WorstRows;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.LevelSpellings;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.tree.LevelOrder;
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
import dev.dropfit.trainer.tribuo.TribuoWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A CSV that is read, understood, fitted, evaluated and written as a model file. Nothing here depends on the time or on what is served:
 * the same dataset, settings and version give the same bytes.
 */
public final class Training {
    /** The accuracy on training rows is computed on so many of them at most. */
    private static final double MAX_TRAINING_ROWS_JUDGED = 100_000;

    /** With more classes, on so many scores of rows and classes at most. */
    private static final int MANY_CLASSES = 32;

    private static final double MAX_TRAINING_SCORES = 6_000_000;

    private final Dataset dataset;
    private final Model model;
    private final byte[] file;
    private final RunRecord record;
    private final Optional<Evaluation> holdout;
    private final Optional<Evaluation> baseline;
    private final boolean faithful;

    private Training(
            Dataset dataset,
            Model model,
            byte[] file,
            RunRecord record,
            Optional<Evaluation> holdout,
            Optional<Evaluation> baseline,
            boolean faithful) {
        this.dataset = dataset;
        this.model = model;
        this.file = file;
        this.record = record;
        this.holdout = holdout;
        this.baseline = baseline;
        this.faithful = faithful;
    }

    /**
     * A dataset that has been read and understood.
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
                            ? "set learner to "
                                    + LearnerName.linear(classification).text()
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
                            (double) bytes,
                            table().rows(),
                            ModelSize.outputs(schema.target()),
                            ModelSize.columns(schema));
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

    /**
     * Fits, evaluates and writes a model.
     *
     * @param origin of the run, for the model's own record
     * @throws InvalidTableException when no model can be fitted
     */
    public static Training of(Dataset dataset, RunOrigin origin) throws InvalidTableException {
        return of(dataset, origin, ModelFile::read);
    }

    /** Fits the model that was chosen. */
    @FunctionalInterface
    interface Fit {
        /**
         * Fits it.
         *
         * @param notes receives in what way the model is approximate
         */
        MarginScorer fit(Dataset dataset, FeatureTable rows, Target target, Consumer<Anomaly> notes)
                throws InvalidTableException;
    }

    /** Reads a model file. */
    @FunctionalInterface
    interface Reader {
        Model read(byte[] file) throws InvalidModelException;
    }

    static Training of(Dataset dataset, RunOrigin origin, Reader reader) throws InvalidTableException {
        return of(dataset, origin, reader, Optional.empty());
    }

    /** @param elsewhere fits the model if it is not fitted in this process */
    static Training of(Dataset dataset, RunOrigin origin, Reader reader, Optional<? extends Fit> elsewhere)
            throws InvalidTableException {
        Table table = dataset.table();
        Schema schema = dataset.schema();
        Split split = dataset.split();
        List<Feature> fittedFeatures = new FeatureFitter(table, split).fit(schema);
        checkWeights(fittedFeatures, schema.target(), dataset.learner());
        FeatureTable unordered = MonotoneColumns.constrain(
                new FeatureTable(table, fittedFeatures), dataset.settings().monotone());
        LearnerChoice choice =
                LearnerChoice.of(dataset.learner(), dataset.settings().budget(), unordered, schema.target(), split);
        FeatureTable rows =
                choice.chosen().growsTrees() ? LevelOrder.order(unordered, choice.target(), split) : unordered;
        List<Feature> features = rows.features();
        Pipeline plain = new Pipeline(
                schema.label(),
                schema.output(),
                choice.name(),
                choice.target(),
                features,
                schema.ignored(),
                schema.formats());
        Pipeline fresh = dataset.settings()
                .decision()
                .map(decision -> plain.withThreshold(decision.threshold()))
                .orElse(plain);
        List<Anomaly> notes = new ArrayList<>();
        Pipeline pipeline = dataset.previous()
                .map(previous -> Contract.keep(previous, fresh))
                .orElse(fresh);
        SampledRows sampled = SampledRows.of(table, pipeline, split);
        if (sampled.copies() > 1) {
            notes.add(Anomaly.of(
                    "duplicated-file",
                    "almost every row is in the dataset " + (sampled.copies() == 2 ? "twice" : "three times")
                            + ": the file may have been written repeatedly. Upload each row once"));
        }
        if (choice.target() instanceof Target.Quantity quantity
                && quantity.link().logarithm()) {
            notes.add(Anomaly.of(
                    ModelFacts.LOGARITHM,
                    "a few values of '" + schema.label()
                            + "' are much larger than the others, so the model learns its logarithm, which predicts"
                            + " rows better that were not used for learning. Predictions are still in the unit of '"
                            + schema.label() + "'"));
        }
        MarginScorer margins = elsewhere.isPresent()
                ? elsewhere.get().fit(dataset, rows, choice.target(), notes::add)
                : choice.chosen().fit(rows, choice.target(), split, notes::add);
        Scorer scorer = LinkedScorer.of(margins, choice.target());
        Model fitted = new Model(pipeline, scorer, new JsonObject());

        Interruption.check();
        boolean judged = split.judges();
        double judgedRows = schema.target() instanceof Target.Classes classes && classes.size() > MANY_CLASSES
                ? MAX_TRAINING_SCORES / classes.size()
                : MAX_TRAINING_ROWS_JUDGED;
        Split seen = split.sample(Math.min(1, judgedRows / Math.max(1, split.count(table, false))));
        Scores.Hits trained = Scores.hits(fitted, schema.target(), table, seen, false);
        Scores scores = Scores.of(fitted, schema.target(), table, split, judged);
        Optional<Evaluation> holdout = judged ? Optional.of(evaluate(scores, dataset, features)) : Optional.empty();
        Optional<Evaluation> baseline =
                judged ? Optional.of(Evaluator.baseline(schema.target(), table, split)) : Optional.empty();
        RunRecord record = RunRecord.of(
                origin,
                new DatasetFacts(
                        OptionalLong.of(table.rowsOfFile()), OptionalLong.of(dataset.bytes()), dataset.sha256()),
                TrainedModelFacts.of(
                        dataset,
                        fitted,
                        choice,
                        notes,
                        trained,
                        Decisions.of(
                                schema.target(),
                                dataset.settings().decision(),
                                judged ? Optional.of(scores) : Optional.empty()),
                        holdout,
                        baseline));
        RunRecord kept = judged && dataset.settings().keepExamples()
                ? RunRecord.of(
                        origin,
                        record.dataset(),
                        record.model().keeping(WorstRows.of(scores, schema.target(), table, split, record.model())))
                : record;
        Interruption.check();
        Instant time = new Version(origin.version()).time();
        byte[] file = ModelFile.write(
                TribuoWriter.write(pipeline, margins, time),
                pipeline,
                record.toJson(),
                Optional.of(sampled.sample()),
                Optional.of(LiveBins.of(
                        table, pipeline, record.model().columns(), judged ? Optional.of(scores) : Optional.empty())));
        try {
            Model model = reader.read(file);
            boolean faithful = scores.same(Scores.of(model, schema.target(), table, split, judged));
            // The model file goes to clients, so it has no rows.
            return new Training(dataset, model, file, kept, holdout, baseline, faithful);
        } catch (ModelTooLargeException e) {
            throw new InvalidTableException("The model is larger than one that can be served. " + e.getMessage()
                    + "; have the dataset contain fewer columns, fewer or shorter categories, or fewer classes");
        } catch (InvalidModelException e) {
            throw new IllegalStateException("A model file that was just written can't be read: " + e.getMessage(), e);
        }
    }

    private static Evaluation evaluate(Scores scores, Dataset dataset, List<Feature> features) {
        return Evaluator.evaluate(scores, dataset.schema().target(), dataset.slices(dataset.table(), features));
    }

    /** Refuses a linear model whose weights do not fit into a record, before it is fitted. */
    private static void checkWeights(List<Feature> features, Target target, LearnerName learner)
            throws InvalidTableException {
        if (!learner.mayGrowTrees() && target instanceof Target.Classes classes) {
            long columns = features.stream().mapToLong(Feature::width).sum();
            if (columns * classes.size() > ModelSize.MAX_LINEAR_WEIGHTS) {
                throw new InvalidTableException(
                        "A linear model of %,d encoded columns and %,d classes has %,d weights, but at most %,d are accepted; set learner to %s, or have the dataset contain fewer columns or classes"
                                .formatted(
                                        columns,
                                        classes.size(),
                                        columns * classes.size(),
                                        ModelSize.MAX_LINEAR_WEIGHTS,
                                        LearnerName.GRADIENT_BOOSTING.text()));
            }
        }
    }

    public Dataset dataset() {
        return dataset;
    }

    /** The model as it was read back from its file. */
    public Model model() {
        return model;
    }

    /** The model file's bytes; not a copy. */
    public byte[] file() {
        return file;
    }

    /** The model's own record, without a verdict. It may have rows that the record in the model file does not have. */
    public RunRecord record() {
        return record;
    }

    /** How good the model is on the rows held out; empty when none are. */
    public Optional<Evaluation> holdout() {
        return holdout;
    }

    /** How good the baseline is on the same rows; empty when none are held out. */
    public Optional<Evaluation> baseline() {
        return baseline;
    }

    /** Whether the model, read back from its file, scores every row exactly as it did before it was written. */
    public boolean faithful() {
        return faithful;
    }
}
