package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.trainer.settings.LearnerName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether the new rows are much harder to predict than those that the champion was judged on when it was trained. Wrong labels or a column
 * that was mixed up look like this: champion and challenger are judged on the same bad rows, so comparing them shows nothing.
 *
 * <p>Two figures of the champion are compared with those of its own time. Its {@link Surprise} rises with wrong labels: how hard the rows are is no
 * matter for it, nor how sure of itself the model is. A model of numbers does not say how sure it is, and the record of an earlier release has
 * none. Its skill, the share of the baseline's loss that it saves, falls where a column lost its information: then the model becomes less sure, and
 * is not surprised. A different spread of the labels hardly changes the skill.
 */
public final class DataChange {
    /** A smaller fall of the skill does not matter. */
    private static final double MIN_FALL = 0.05;

    /** The normal quantile of 5 %: both models must find the previous labels more likely, so the chance that both do is smaller. */
    private static final double BOTH_MODELS = 1.645;

    /**
     * The standard deviation of the surprise of models that were fitted to so many rows of the same population, as a share of the baseline's loss,
     * times the root of the number of rows. Linear models have 0.7 with 240 rows, boosting 1.1; see ADR 25.
     */
    private static final double SPREAD = 1.2;

    /** The smallest share, also with many rows: how sure boosted trees are differs from fit to fit by as much. */
    private static final double MIN_SPREAD = 0.02;

    /** Linear models with few columns have a third of what their weights explain, those with many have all of it and more; see ADR 25. */
    private static final double OF_WEIGHTS = 0.75;

    /** Blends and trees are held back by cross-validation. */
    private static final String LINEAR = LearnerName.LOGISTIC_REGRESSION.text();

    /** The challenger mends a surprise only if it gets back this share of it. */
    private static final double MIN_MENDED = 0.5;

    /** With fewer new rows this can't be told. A skill needs as many holdout rows, now and when the champion was trained. */
    private static final int MIN_ROWS = 50;

    /** A surprise on fewer rows has no known error. With few more, what is known of other models counts more than it. */
    private static final int MIN_SURPRISED_ROWS = 20;

    /** With fewer rows whose label changed, it can't be told which label is right. */
    private static final int MIN_RELABELLED = 10;

    /** A model that saves a smaller share of the baseline's loss predicts no better than the baseline. */
    private static final double MIN_SKILL = 0.02;

    /** A smaller difference in the share of right predictions does not show what changed. */
    private static final double MIN_SHOWN = 0.01;

    private static final String ADVICE =
            " Look for wrong labels and mixed up columns; if the world changed, serve the new"
                    + " model with dropfit promote --force";

    private DataChange() {}

    /**
     * Why the new rows are suspicious.
     *
     * @param reason sentences
     * @param unpredictable whether no model predicts the new rows, although the champion predicted the rows of its own time
     * @param mended whether the challenger predicts the new rows as well as the champion predicted those of its time
     * @param surpassed whether it predicts them much better than that: then the champion had learned little, and what it made of a column is
     *     no standard
     */
    public record Finding(String reason, boolean unpredictable, boolean mended, boolean surpassed) {}

    /**
     * The models that are compared, on rows of the new dataset.
     *
     * @param pipeline of the champion
     * @param champion its scores on the holdout
     * @param more its scores on other rows that it was not trained on; none if that is not known
     * @param challenger its scores on the same holdout rows as the champion's
     * @param difference the interval of the difference of their losses, if it is known
     */
    public record Models(
            Pipeline pipeline,
            Scores champion,
            Optional<Scores> more,
            Scores challenger,
            Optional<Interval> difference) {
        private Scores[] all() {
            return Stream.concat(Stream.of(champion), more.stream()).toArray(Scores[]::new);
        }
    }

    /**
     * How much the champion fell.
     *
     * @param size in the share of the baseline's loss
     * @param error its standard error
     */
    private record Fall(double size, double error) {
        boolean exceeds(double quantile) {
            return size > MIN_FALL && size > quantile * error;
        }
    }

    /**
     * Why the new rows are suspicious; empty if they are not, or if that can't be told.
     *
     * @param before what the champion's record says of its own holdout
     * @param baseline on the new holdout
     */
    public static Optional<Finding> find(ModelFacts before, Evaluation baseline, Models models, Target target) {
        Metric metric = RowLosses.metric(target);
        double baselineBefore = loss(metric, before.baseline().orElse(MetricValues.NONE));
        double skillThen = 1 - loss(metric, before.holdout().metrics()) / baselineBefore;
        Optional<Surprise> then = Optional.of(Surprise.of(before.holdout().surprise()))
                .filter(surprise -> target instanceof Target.Classes
                        && Double.isFinite(surprise.error())
                        && before.holdout().rows() >= MIN_SURPRISED_ROWS);
        double ofWeights = then.isPresent() && LINEAR.equals(before.learner())
                ? OF_WEIGHTS * Surprise.ofWeights(models.pipeline(), before.trainRows())
                : 0;
        double spread = baselineBefore * Math.max(MIN_SPREAD, SPREAD / Math.sqrt((double) before.trainRows()));
        Optional<Surprise> expected =
                then.map(surprise -> surprise.expected(ofWeights, Math.hypot(spread, ofWeights / 2)));
        // Few rows that happened to fit the model well or badly are no standard.
        double skillBefore = skillThen
                + then.map(surprise -> (surprise.mean() - expected.orElseThrow().mean()) / baselineBefore)
                        .orElse(0.0);
        double baselineNow = loss(metric, baseline.metrics());
        RowLosses losses = Arrays.stream(models.all())
                .map(scores -> RowLosses.of(scores, target))
                .reduce(RowLosses::and)
                .orElseThrow();
        if (!Double.isFinite(skillBefore) || !(baselineNow > 0) || losses.rows() < MIN_ROWS) {
            return Optional.empty();
        }
        double skill = 1 - losses.mean() / baselineNow;
        Optional<Fall> bySurprise = expected.map(standard -> bySurprise(standard, models, baselineNow));
        // The record has no standard error; that of the new rows is scaled to the number of rows.
        Fall bySkill = new Fall(
                skillBefore - skill,
                losses.standardError()
                        / baselineNow
                        * Math.sqrt(
                                1 + (double) losses.rows() / before.holdout().rows()));
        boolean surprised = bySurprise
                .filter(fall -> fall.exceeds(ErrorBudget.SURPRISE.quantile())
                        // A model that is right as often as it says is not wrong, however well its own holdout fitted
                        // it.
                        && Surprise.of(models.all()).mean() > 0)
                .isPresent();
        ErrorBudget ofSkill = bySurprise.isPresent() ? ErrorBudget.SKILL : ErrorBudget.SKILL_ALONE;
        boolean fallen = bySkill.exceeds(ofSkill.quantile())
                && Math.min(before.holdout().rows(), models.champion().rows()) >= MIN_ROWS;
        if (!surprised && !fallen) {
            return Optional.empty();
        }
        Fall fall = surprised ? bySurprise.orElseThrow() : bySkill;
        double challengerLoss = RowLosses.of(models.challenger(), target).mean();
        double regained = (RowLosses.of(models.champion(), target).mean() - challengerLoss) / baselineNow;
        double challengerSkill = 1 - challengerLoss / baselineNow;
        // A model that learned from wrong labels is a little less sure, and so a little better on them. It gets back a
        // part of the fall, and does
        // not become as good as the previous model was.
        boolean better = !surprised
                || (models.difference().filter(interval -> interval.high() < 0).isPresent()
                        && regained >= MIN_MENDED * fall.size())
                || (regained >= fall.size() && challengerSkill >= skillBefore);
        String reason = "the data changed: "
                + (surprised ? accuracies(before, models, target) : skills(before, metric, skillThen, skill))
                + ". On the " + rows(models.challenger().rows()) + " of the new dataset, " + metric.text()
                + " (lower is better) is "
                + metric.format(root(metric, challengerLoss)) + " for the new model, "
                + metric.format(
                        root(metric, RowLosses.of(models.champion(), target).mean()))
                + " for the previous model and " + metric.format(root(metric, baselineNow)) + " for the baseline."
                + ADVICE;
        return Optional.of(new Finding(
                reason,
                skillBefore > MIN_FALL + MIN_SKILL && skill < MIN_SKILL && challengerSkill < MIN_SKILL,
                better && skillBefore - challengerSkill <= MIN_FALL,
                better && challengerSkill - skillBefore > MIN_FALL));
    }

    /** Against the surprise that rows of its own time are expected to give. */
    private static Fall bySurprise(Surprise expected, Models models, double baseline) {
        Surprise now = Surprise.of(models.all());
        return new Fall(
                (now.mean() - expected.mean()) / baseline, Math.hypot(now.error(), expected.error()) / baseline);
    }

    /** How often the champion is right, and how often it should be, as a sentence without its end. */
    private static String accuracies(ModelFacts before, Models models, Target target) {
        double right = 0;
        double expected = 0;
        int rows = 0;
        for (Scores scores : models.all()) {
            for (int row = 0; row < scores.rows(); row++) {
                int predicted = scores.predictedClass(row);
                right += predicted == scores.actualClass(row) ? 1 : 0;
                expected += scores.value(row, predicted);
            }
            rows += scores.rows();
        }
        String all = Figures.count(rows, "row", "rows") + " of the new dataset";
        if (expected - right < MIN_SHOWN * rows) {
            double loss = 0;
            for (Scores scores : models.all()) {
                loss += RowLosses.of(scores, target).mean() * scores.rows() / rows;
            }
            return "on the " + all + " the log_loss of the previous model is " + Metric.LOG_LOSS.format(loss)
                    + ", and by its own probabilities it should be "
                    + Metric.LOG_LOSS.format(loss - Surprise.of(models.all()).mean());
        }
        return "when it was trained, the previous model was right on "
                + Metric.VAL_ACC.format(before.holdout().metric(Metric.VAL_ACC)) + " of the "
                + rows(before.holdout().rows()) + ". It is right on "
                + Metric.VAL_ACC.format(100 * right / rows) + " of the " + all
                + ", and by its own probabilities it should be right on "
                + Metric.VAL_ACC.format(100 * expected / rows);
    }

    private static String skills(ModelFacts before, Metric metric, double skillBefore, double skill) {
        return "on " + rows(before.holdout().rows()) + " the " + metric.text() + " of the previous model was "
                + skill(improvement(metric, skillBefore)) + " when it was trained; on the new rows it is "
                + skill(improvement(metric, skill));
    }

    /** By how much the metric is better than the baseline's, as a share; of numbers, the loss is the square of it. */
    private static double improvement(Metric metric, double skill) {
        return metric == Metric.RMSE ? 1 - Math.sqrt(Math.max(0, 1 - skill)) : skill;
    }

    private static String skill(double skill) {
        return skill < 0.005
                ? "no better than the baseline's"
                : String.format(Locale.ROOT, "%.0f %% better than the baseline's", 100 * skill);
    }

    /**
     * Why the rows that are new are suspicious, by those that are not: the challenger predicts rows that both datasets hold worse than the
     * champion does.
     *
     * @param champion the champion's scores on rows that are in both holdouts, with the same labels
     * @param challenger the challenger's scores on the same rows
     */
    public static Optional<Finding> findOnShared(Scores champion, Scores challenger, Target target) {
        if (champion.rows() < MIN_ROWS) {
            return Optional.empty();
        }
        Metric metric = RowLosses.metric(target);
        RowLosses before = RowLosses.of(champion, target);
        RowLosses now = RowLosses.of(challenger, target);
        RowLosses difference = now.subtract(before);
        double accepted = loss(metric, metric.defaultMaxRegression(root(metric, before.mean())), before.mean());
        if (!(difference.mean() - ErrorBudget.SHARED_ROWS.quantile() * difference.standardError() > accepted)) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "the data changed: on the " + rows(champion.rows())
                        + " that the previous dataset holds too, with the same labels, the " + metric.text()
                        + " of the new model is " + metric.format(root(metric, now.mean()))
                        + ", and that of the previous model is " + metric.format(root(metric, before.mean()))
                        + ". So the rows that are new teach something wrong. Look for wrong labels and mixed up"
                        + " columns in them; if the world changed, serve the new model with dropfit promote --force",
                false,
                false,
                false));
    }

    /**
     * Why labels that changed are suspicious: both models find the previous ones more likely. After a correction it would be the new ones, at
     * least for the model that learned from them.
     *
     * @param champion the champion's scores on the rows of both holdouts whose label changed
     * @param challenger the challenger's scores on the same rows
     * @param before the index of the previous class of each row
     */
    public static Optional<Finding> findOnRelabelled(Scores champion, Scores challenger, int[] before) {
        if (before.length < MIN_RELABELLED || !contradicts(champion, before) || !contradicts(challenger, before)) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "the data changed: "
                        + Figures.count(before.length, "row", "rows")
                        + " of both holdouts have another label than in the previous dataset. The previous model finds"
                        + " the previous label more likely in " + Figures.count(contradicted(champion, before))
                        + " of them, and the new model in " + Figures.count(contradicted(challenger, before))
                        + ". So the new labels are probably wrong. Check where they come from; if they were corrected,"
                        + " serve the new model with dropfit promote --force",
                false,
                false,
                false));
    }

    /** Whether a model finds the previous labels more likely, beyond chance. */
    private static boolean contradicts(Scores scores, int[] before) {
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < before.length; row++) {
            double preference = scores.value(row, before[row]) - scores.value(row, scores.actualClass(row));
            sum += preference;
            squares += preference * preference;
        }
        return sum > BOTH_MODELS * Math.sqrt(squares);
    }

    private static int contradicted(Scores scores, int[] before) {
        return (int) IntStream.range(0, before.length)
                .filter(row -> scores.value(row, before[row]) > scores.value(row, scores.actualClass(row)))
                .count();
    }

    /** The accepted increase of the mean loss. */
    private static double loss(Metric metric, double accepted, double mean) {
        double worst = Math.sqrt(mean) + accepted;
        return metric == Metric.RMSE ? worst * worst - mean : accepted;
    }

    private static double root(Metric metric, double mean) {
        return metric == Metric.RMSE ? Math.sqrt(mean) : mean;
    }

    private static String rows(int rows) {
        return Figures.count(rows, "holdout row", "holdout rows");
    }

    private static double loss(Metric metric, MetricValues values) {
        double value = values.of(metric);
        return metric == Metric.RMSE ? value * value : value;
    }
}
