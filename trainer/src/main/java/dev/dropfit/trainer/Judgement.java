package dev.dropfit.trainer;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.Champion;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.evaluate.GateResult;
import dev.dropfit.trainer.evaluate.PairedBootstrap;
import dev.dropfit.trainer.evaluate.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A new model judged on its holdout, against the baseline and against what is served.
 *
 * @param result the verdict with its reasons
 * @param champion what is served, evaluated on the same rows where it can be; empty when nothing readable is served
 */
record Judgement(GateResult result, Optional<Champion> champion) {
    /** Judges a model that has a holdout. */
    static Judgement of(Training training, Latest latest) {
        List<String> remarks = new ArrayList<>();
        Optional<Scores> scores = championScores(training, latest, remarks);
        Target target = training.dataset().schema().target();
        Optional<Evaluation> evaluation = scores.map(served -> Evaluator.evaluate(served, target));
        return new Judgement(
                result(training, latest, scores, evaluation, remarks),
                latest.model()
                        .map(served -> new Champion(
                                served.version(),
                                evaluation.map(Evaluation::metrics).orElse(MetricValues.NONE))));
    }

    /** @param remarks gets why there are none although something is served */
    private static Optional<Scores> championScores(Training training, Latest latest, List<String> remarks) {
        if (latest.object().isPresent() && latest.model().isEmpty()) {
            remarks.add("the previous model can't be evaluated: " + latest.problem());
        }
        if (latest.model().isEmpty()) {
            return Optional.empty();
        }
        Model served = latest.model().get();
        try {
            return Optional.of(holdout(served, training.dataset()));
        } catch (IllegalArgumentException e) {
            remarks.add("the previous model " + served.version() + " can't be evaluated on this dataset: "
                    + e.getMessage());
            return Optional.empty();
        }
    }

    private static GateResult result(
            Training training,
            Latest latest,
            Optional<Scores> scores,
            Optional<Evaluation> evaluation,
            List<String> remarks) {
        if (!training.faithful()) {
            return new GateResult(
                    Verdict.REJECTED,
                    List.of("the model, read back from its file, predicts differently than before it was written"));
        }
        Training.Dataset dataset = training.dataset();
        Optional<PairedBootstrap.Interval> difference = scores.flatMap(served -> PairedBootstrap.interval(
                holdout(training.model(), dataset),
                served,
                dataset.schema().target(),
                dataset.gate().metric()));
        GateResult result = dataset.gate()
                .judge(training.holdout().orElseThrow(), training.baseline().orElseThrow(), evaluation, difference);
        List<String> reasons = new ArrayList<>(result.reasons());
        reasons.addAll(remarks);
        // That there is nothing to compare with explains a promotion; it is no reason to reject a model.
        if (latest.object().isEmpty() && result.promoted()) {
            reasons.add("there is no previous model to compare with");
        }
        return new GateResult(result.verdict(), reasons);
    }

    private static Scores holdout(Model model, Training.Dataset dataset) {
        return Scores.of(model, dataset.schema().target(), dataset.table(), dataset.split(), true);
    }
}
