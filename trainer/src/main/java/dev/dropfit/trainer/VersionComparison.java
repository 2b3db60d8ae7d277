package dev.dropfit.trainer;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.SplitFacts;
import dev.dropfit.trainer.evaluate.Comparison;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.io.InputStream;
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
    public record Candidate(String name, Model model, Optional<SplitFacts> split) {}

    /** Two versions can't be compared on a dataset. The message says why. */
    public static final class IncomparableException extends Exception {
        private static final long serialVersionUID = 1L;

        private IncomparableException(String message) {
            super(message);
        }
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
        Training.Dataset dataset =
                Training.Dataset.read(csv, settings, Optional.of(first.model().pipeline()), bytes);
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
    private static Table unseen(Training.Dataset dataset, Candidate first, Candidate second)
            throws IncomparableException {
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

    private static Scores scores(Candidate candidate, Training.Dataset dataset, Target target, Table rows)
            throws IncomparableException {
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
