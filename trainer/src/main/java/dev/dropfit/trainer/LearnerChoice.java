package dev.dropfit.trainer;

import com.google.gson.JsonObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.core.registry.facts.CandidateFacts;
import dev.dropfit.trainer.evaluate.MetricFunctions;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.table.ColumnSize;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.ModelSize;
import dev.dropfit.trainer.table.Split;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which learner is fitted, and how the candidates did if there were several. They are compared by cross-validation on the training rows, by
 * log loss or RMSE. Where there are many rows they are compared on a sample, and where the fits take much work on fewer folds, so that the
 * choice takes a bounded time.
 *
 * @param chosen what is fitted
 * @param scored all candidates with their scores; empty when settings named the learner
 */
record LearnerChoice(Candidate chosen, List<Scored> scored) {
    private static final int FOLDS = 5;

    /** Where fits take much work, candidates are compared on this many of the folds at least. */
    private static final int MIN_FOLDS = 2;

    /** The work of the comparison, in multiplications, above which there are no more folds: about 15 seconds. */
    private static final double MAX_WORK = 15e9;

    /** The multiplications that take as long as an addition of boosting, which waits for memory. */
    static final int UNITS_PER_ADDITION = 3;

    /** How many rows are enough to compare learners. */
    private static final int ENOUGH_ROWS = 50_000;

    /** The most rows times features times outputs: a bound on the time. */
    private static final long MAX_CELLS = 5_000_000;

    private static final int MIN_ROWS = 1_000;
    private static final int FEW_LEAVES = 4;
    /** The comparison takes 15 fits. */
    private static final double SHARE_OF_WORK = 0.1;

    /**
     * A learner that may be chosen.
     *
     * @param leaves the most leaves of a tree of boosting; 0 for other learners
     */
    record Candidate(LearnerName name, int leaves) {
        /** @param share of the work that a fit may take at most */
        Learner learner(double share) {
            return switch (name) {
                case RANDOM_FOREST -> new ForestLearner(ForestLearner.Kind.RANDOM_FOREST);
                case EXTRA_TREES -> new ForestLearner(ForestLearner.Kind.EXTRA_TREES);
                case GRADIENT_BOOSTING -> new BoostingLearner(leaves, share);
                case LOGISTIC_REGRESSION, LINEAR_REGRESSION -> new LinearLearner(share);
                case AUTO -> throw new IllegalArgumentException("auto is a choice among learners");
            };
        }
    }

    /**
     * How a candidate did.
     *
     * @param loss on rows that it was not fitted to, the mean over the folds; infinite if it could not be fitted
     */
    record Scored(Candidate candidate, Metric metric, double loss) {}

    /** Chooses among the candidates if the name is {@code auto}. */
    static LearnerChoice of(LearnerName name, FeatureTable rows, Target target, Split split) {
        Candidate linear = new Candidate(LearnerName.defaultFor(target instanceof Target.Classes), 0);
        Candidate boosted = new Candidate(LearnerName.GRADIENT_BOOSTING, BoostingLearner.DEFAULT_LEAVES);
        if (name.growsForest()) {
            return new LearnerChoice(new Candidate(name, 0), List.of());
        }
        if (name != LearnerName.AUTO) {
            return new LearnerChoice(name == LearnerName.GRADIENT_BOOSTING ? boosted : linear, List.of());
        }
        List<Scored> scored = compared(
                List.of(linear, new Candidate(LearnerName.GRADIENT_BOOSTING, FEW_LEAVES), boosted),
                rows,
                target,
                sample(rows, target, split),
                MAX_WORK);
        Candidate best = scored.stream()
                .min(Comparator.comparingDouble(Scored::loss))
                .orElseThrow()
                .candidate();
        return new LearnerChoice(best, List.copyOf(scored));
    }

    /** Training rows to compare the candidates on: all of them, or as many as bound the time. */
    static Split sample(FeatureTable rows, Target target, Split split) {
        double most = enoughRows(rows.features().size(), ModelSize.outputs(target));
        return split.sample(Math.min(1, most / Math.max(1, split.count(rows.table(), false))));
    }

    /**
     * The work of the comparison at most, about, in multiplications.
     *
     * @param rows the number of training rows
     */
    static double work(double rows, ModelSize size, List<ColumnSize> columns) {
        double compared = Math.min(rows, enoughRows(size.features(), size.outputs()));
        double ofFold = LinearLearner.work(compared, size, SHARE_OF_WORK)
                + 2.0 * UNITS_PER_ADDITION * BoostingLearner.work(compared, size, columns, SHARE_OF_WORK);
        return Math.max(MIN_FOLDS * ofFold, Math.min(FOLDS * ofFold, MAX_WORK));
    }

    private static double enoughRows(int features, int outputs) {
        double affordable = (double) MAX_CELLS / (Math.max(1, features) * outputs);
        return Math.max(MIN_ROWS, Math.min(ENOUGH_ROWS, affordable));
    }

    /**
     * Compares candidates on the same folds.
     *
     * @param maxWork in multiplications; another fold that would exceed it is left out
     */
    static List<Scored> compared(
            List<Candidate> candidates, FeatureTable rows, Target target, Split sample, double maxWork) {
        Metric metric = target instanceof Target.Classes ? Metric.LOG_LOSS : Metric.RMSE;
        List<Trial> trials = candidates.stream()
                .map(candidate -> new Trial(candidate, metric))
                .toList();
        double work = 0;
        for (int fold = 0; fold < FOLDS && (fold < MIN_FOLDS || work * (fold + 1) / fold <= maxWork); fold++) {
            Split split = sample.inside(FOLDS, fold);
            for (Trial trial : trials) {
                work += trial.run(rows, target, split);
            }
        }
        return trials.stream().map(Trial::scored).toList();
    }

    /** The fits of a candidate to folds. Not thread-safe. */
    private static final class Trial {
        private final Candidate candidate;
        private final Metric metric;
        private double sum;
        private long judged;
        private boolean failed;

        Trial(Candidate candidate, Metric metric) {
            this.candidate = candidate;
            this.metric = metric;
        }

        /** Fits to a fold and scores its other rows; returns the work of the fit, about, in multiplications. */
        double run(FeatureTable rows, Target target, Split split) {
            if (failed) {
                return 0;
            }
            try {
                Scorer scorer = candidate.learner(SHARE_OF_WORK).fit(rows, target, split);
                Scores scores = Scores.of(model(candidate, rows, target, scorer), target, rows.table(), split, true);
                double loss = MetricFunctions.of(metric, scores, target);
                sum += scores.rows() * (metric == Metric.RMSE ? loss * loss : loss);
                judged += scores.rows();
                return work(scorer, rows, target, split);
            } catch (InvalidTableException e) {
                failed = true;
                return 0;
            }
        }

        private static double work(Scorer scorer, FeatureTable rows, Target target, Split split) {
            ModelSize size = rows.modelSize(ModelSize.outputs(target));
            double trained = split.count(rows.table(), false);
            return scorer instanceof TreeScorer trees
                    ? UNITS_PER_ADDITION * BoostingLearner.workOf(trees, trained, size, rows.columnSizes())
                    : LinearLearner.work(trained, size, SHARE_OF_WORK);
        }

        Scored scored() {
            double mean = failed ? Double.POSITIVE_INFINITY : sum / judged;
            return new Scored(candidate, metric, metric == Metric.RMSE ? Math.sqrt(mean) : mean);
        }
    }

    private static Model model(Candidate candidate, FeatureTable rows, Target target, Scorer scorer) {
        Pipeline pipeline = new Pipeline("", "", candidate.name().text(), target, rows.features(), List.of());
        return new Model(pipeline, scorer, new JsonObject());
    }

    /** For a model's record: how each candidate did. */
    List<CandidateFacts> facts() {
        return scored.stream()
                .map(one -> new CandidateFacts(
                        one.candidate().name().text(),
                        one.candidate().leaves() > 0
                                ? OptionalInt.of(one.candidate().leaves())
                                : OptionalInt.empty(),
                        Optional.of(one.metric()),
                        Double.isFinite(one.loss()) ? one.loss() : Double.NaN,
                        one.candidate().equals(chosen)))
                .toList();
    }
}
