package dev.dropfit.core.live.trial;

import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.drift.Shift;
import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A trial, and what was counted of it.
 *
 * @param isOver whether it has ended, or another model is served since it began
 * @param since when its current step began
 * @param counts of both versions on the same rows
 * @param trainingScores the holdout rows in each bin of the score of the tried version; empty if it has no bins
 * @param tried the record of the run of the tried version
 * @param served likewise of the served one
 * @param outcomes how good the tried version is on rows whose labels came true; empty without labels
 */
public record TrialReport(
        Trial trial,
        boolean isOver,
        Instant since,
        TrialCounts counts,
        List<Long> trainingScores,
        Optional<RunRecord> tried,
        Optional<RunRecord> served,
        Optional<Outcomes.OfVersion> outcomes) {
    public TrialReport {
        trainingScores = List.copyOf(trainingScores);
    }

    /** Whether the label is a number. */
    public boolean isQuantity() {
        return tried.map(run -> run.metric(Metric.MAE)).filter(Double::isFinite).isPresent();
    }

    /** How far the scores of the tried version are from those of the served one, on the same rows. */
    public Shift shift() {
        return Shift.of(longs(counts.servedScores()), longs(counts.scores()));
    }

    /** How far the scores of the tried version are from those that it had on its holdout. */
    Shift fromHoldout() {
        return Shift.of(longs(trainingScores), longs(counts.scores()));
    }

    private static long[] longs(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).toArray();
    }

    /** What was counted, for people: sentences. */
    public List<String> sentences() {
        String compared = Figures.rows(counts.rows()) + " compared"
                + (counts.dropped() > 0 ? ", " + Figures.count(counts.dropped()) + " dropped under load" : "");
        if (counts.rows() == 0) {
            return List.of(compared + ".");
        }
        String difference = isQuantity()
                ? "The difference is below the mean error of the served version in "
                        + Figures.percent(counts.agreement()) + " of them."
                : "Both versions predict the same class in " + Figures.percent(counts.agreement())
                        + "; their probabilities differ by " + Figures.ratio(counts.meanDifference()) + " on average.";
        return List.of(
                compared + ".",
                difference,
                "The scores of both have a PSI of " + Figures.ratio(Math.max(0, shift().index())) + ".",
                Figures.count(counts.failed(), "request", "requests") + " of " + Figures.count(counts.requests())
                        + " could not be answered by it.");
    }

    /** The report as JSON. */
    public JsonObject toJson() {
        JsonObject json = trial.toJson();
        json.addProperty("running", !isOver);
        json.addProperty("share", trial.current().share());
        json.addProperty("since", since.toString());
        JsonObject written = counts.toJson();
        if (counts.rows() > 0) {
            written.addProperty("agreement", counts.agreement());
            written.addProperty("mean_difference", counts.meanDifference());
            written.addProperty("psi", shift().index());
        }
        json.add("counts", written);
        TrialRule.objection(this).ifPresent(reason -> json.addProperty("objection", reason));
        return json;
    }
}
