package dev.dropfit.trainer;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.SplitFacts;
import dev.dropfit.trainer.evaluate.Comparison;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Two versions of a model on the same holdout rows of a dataset, on which neither was trained. A row of the holdout has been in it in all
 * datasets, so these are fair rows for versions of any age with the same split.
 *
 * @param comparison the first version as the challenger, the second one as the champion
 * @param metric the gate's, of which the comparison has the interval of the difference
 * @param rows how many rows both were evaluated on
 */
public record VersionComparison(Comparison comparison, Metric metric, int rows) {
    /**
     * A version to compare.
     *
     * @param name for messages
     * @param split how its run divided the rows; empty if its record does not say, because an earlier release wrote it
     */
    public record Candidate(String name, Model model, Optional<SplitFacts> split) {
        /**
         * An archived version.
         *
         * @throws InvalidModelException when its model is missing or can't be read
         */
        public static Candidate read(Registry registry, ModelName model, VersionNumbers numbers, Version version)
                throws IOException, InvalidModelException {
            return new Candidate(
                    numbers.name(version),
                    ArchivedModel.read(registry, model, version).model(),
                    registry.readRecord(model, version).map(RunRecord::model).flatMap(ModelFacts::split));
        }
    }

    /** Two versions can't be compared on a dataset. The message says why. */
    public static final class IncomparableException extends Exception {
        private static final long serialVersionUID = 1L;

        private IncomparableException(String message) {
            super(message);
        }
    }

    /**
     * Compares two versions on the current dataset of the model, with its settings.
     *
     * @param data the data bucket
     * @throws InvalidTableException when the dataset can't be read
     * @throws InvalidSettingsException when the settings can't be read, or do not fit it
     * @throws IncomparableException also when there is no dataset
     */
    public static VersionComparison onCurrentDataset(Bucket data, ModelName model, Candidate first, Candidate second)
            throws IOException, InvalidTableException, InvalidSettingsException, IncomparableException {
        return of(current(data, model, first), first, second);
    }

    /** The current dataset, read as a version reads it. */
    static Dataset current(Bucket data, ModelName model, Candidate version)
            throws IOException, InvalidTableException, InvalidSettingsException, IncomparableException {
        Optional<CurrentDataset> current = CurrentDataset.find(data, model);
        Optional<StoredObject> stored = current.isPresent() ? current.get().open(data) : Optional.empty();
        try (StoredObject dataset = stored.orElseThrow(() ->
                new IncomparableException("the dataset " + model.dataset() + " does not exist in " + data.url()))) {
            return Dataset.read(
                    dataset.content(),
                    settings(data, model),
                    Optional.of(version.model().pipeline()),
                    OptionalLong.of(dataset.info().size()));
        }
    }

    private static Settings settings(Bucket data, ModelName model) throws IOException, InvalidSettingsException {
        Optional<StoredObject> stored = data.read(model.settings());
        if (stored.isEmpty()) {
            return Settings.NONE;
        }
        try (StoredObject object = stored.get()) {
            return SettingsReader.read(
                    new String(object.readAllBytes(SettingsReader.MAX_BYTES), StandardCharsets.UTF_8));
        }
    }

    /** Which version is better by the gate's metric, if not by chance; empty if the interval of the difference is not known. */
    public Optional<String> verdict(Candidate first, Candidate second) {
        return comparison.difference().map(interval -> {
            String range = " (the difference is " + metric.formatDifference(interval.low()) + " to "
                    + metric.formatDifference(interval.high()) + ")";
            if (interval.low() <= 0 && interval.high() >= 0) {
                return "by " + metric.text() + ", the difference may be chance" + range;
            }
            boolean higher = interval.low() > 0;
            return "by " + metric.text() + ", " + (higher == metric.higherIsBetter() ? first : second).name()
                    + " is better, beyond chance" + range;
        });
    }

    /**
     * Compares two versions; does not close the stream.
     *
     * @param csv the dataset; may be packed
     * @param bytes the length of the stream
     * @throws InvalidTableException when the dataset can't be read
     * @throws InvalidSettingsException when the settings do not fit it
     */
    public static VersionComparison of(
            InputStream csv, Settings settings, OptionalLong bytes, Candidate first, Candidate second)
            throws IOException, InvalidTableException, InvalidSettingsException, IncomparableException {
        return of(Dataset.read(csv, settings, Optional.of(first.model().pipeline()), bytes), first, second);
    }

    private static VersionComparison of(Dataset dataset, Candidate first, Candidate second)
            throws IncomparableException {
        Table rows = unseen(dataset, first, second);
        Target target = dataset.schema().target();
        Scores scores = scores(first, dataset, target, rows);
        Scores others = scores(second, dataset, target, rows);
        Metric metric = dataset.gate().metric();
        return new VersionComparison(
                Comparison.of(Evaluator.evaluate(scores, target), scores, others, target, metric),
                metric,
                scores.rows());
    }

    /** The dataset with only those rows in the holdout that neither model was fitted to. */
    static Table unseen(Dataset dataset, Candidate first, Candidate second) throws IncomparableException {
        if (!dataset.split().judges()) {
            throw new IncomparableException(
                    "the settings hold out no rows; set holdout in dropfit.json to more than 0");
        }
        SplitFacts now = dataset.sides().facts();
        boolean firstOther =
                first.split().filter(split -> split.holdsOutAll(now)).isEmpty();
        boolean secondOther =
                second.split().filter(split -> split.holdsOutAll(now)).isEmpty();
        if (firstOther && secondOther && !first.split().equals(second.split())) {
            throw new IncomparableException("the runs of " + first.name() + " and " + second.name()
                    + " were trained with different splits, and both with another one than that of the dataset; no"
                    + " rows are known to be new to both");
        }
        return UnseenRows.of(dataset, firstOther ? first.split() : second.split())
                .table()
                .orElseThrow(() -> new IncomparableException(
                        "the split has changed since, so too few holdout rows of the dataset are new to both"
                                + " versions"));
    }

    static Scores scores(Candidate candidate, Dataset dataset, Target target, Table rows) throws IncomparableException {
        List<String> unknown = Scores.unknownClasses(candidate.model(), target);
        if (!unknown.isEmpty()) {
            throw new IncomparableException(
                    candidate.name() + " does not know the class '" + unknown.get(0) + "' of the dataset");
        }
        try {
            return Scores.of(candidate.model(), target, rows, dataset.split(), true);
        } catch (IllegalArgumentException e) {
            throw new IncomparableException(candidate.name() + " can't be evaluated on the dataset: " + e.getMessage());
        }
    }
}
