package dev.dropfit.trainer;

import com.google.gson.JsonObject;
import dev.dropfit.core.Interruption;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.model.score.LinkedScorer;
import dev.dropfit.core.model.score.MarginScorer;
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
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.evaluate.WorstRows;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.tree.LevelOrder;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import dev.dropfit.trainer.tribuo.TribuoWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A model that was fitted to a {@link Dataset}, evaluated and written as a model file. Nothing here depends on the time or on the served
 * model: the same dataset, settings and version give the same bytes.
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
