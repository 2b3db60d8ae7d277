package dev.dropfit.trainer;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.CandidateFacts;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.NumberLinks;
import dev.dropfit.trainer.learn.blend.Blend;
import dev.dropfit.trainer.learn.blend.BlendPlan;
import dev.dropfit.trainer.learn.blend.BlendSearch;
import dev.dropfit.trainer.learn.blend.MeanLoss;
import dev.dropfit.trainer.learn.blend.Member;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is fitted, and how the learners did that were compared.
 *
 * @param name of the learner, or {@link CandidateFacts#BLEND}
 * @param chosen what is fitted
 * @param target what is predicted, a number with its link
 * @param facts all learners with their scores, and the blend; empty when settings named the learner
 */
record LearnerChoice(String name, Blend chosen, Target target, List<CandidateFacts> facts) {
    LearnerChoice {
        facts = List.copyOf(facts);
    }

    /**
     * Compares learners and their blends if the name is {@code auto}.
     *
     * @param budget the seconds of one CPU that they may take, about
     */
    static LearnerChoice of(LearnerName name, double budget, FeatureTable rows, Target target, Split split) {
        boolean classes = target instanceof Target.Classes;
        Target plain = classes ? target : new Target.Quantity(NumberLinks.plain(rows.table(), split));
        if (name != LearnerName.AUTO) {
            return new LearnerChoice(name.text(), new Blend(List.of(Blend.Part.of(member(name)))), plain, List.of());
        }
        BlendPlan plan = BlendPlan.of(
                split.count(rows.table(), false),
                rows.modelSize(ModelSize.outputs(target)),
                rows.columnSizes(),
                budget);
        BlendSearch search = BlendSearch.of(rows, plain, split, plan);
        List<Blend.Part> parts = search.chosen().parts();
        boolean single = parts.size() == 1;
        String chosen = single ? name(parts.get(0).member(), classes).text() : CandidateFacts.BLEND;
        return new LearnerChoice(chosen, search.chosen(), search.target(), facts(search, classes));
    }

    /** The share of the linear model in the weights of a blend. */
    double linearShare() {
        double linear = 0;
        double all = 0;
        for (Blend.Part part : chosen.parts()) {
            all += part.weight();
            linear += part.member() instanceof Member.Linear ? part.weight() : 0;
        }
        return linear / all;
    }

    private static Member member(LearnerName name) {
        return switch (name) {
            case LOGISTIC_REGRESSION, LINEAR_REGRESSION, AUTO -> new Member.Linear(LinearLearner.DEFAULT_PENALTY);
            case GRADIENT_BOOSTING -> new Member.Boosted(BoostingLearner.DEFAULT_LEAVES);
            case RANDOM_FOREST -> new Member.Forest(ForestLearner.Kind.RANDOM_FOREST);
            case EXTRA_TREES -> new Member.Forest(ForestLearner.Kind.EXTRA_TREES);
        };
    }

    private static LearnerName name(Member member, boolean classes) {
        if (member instanceof Member.Forest forest) {
            return switch (forest.kind()) {
                case RANDOM_FOREST -> LearnerName.RANDOM_FOREST;
                case EXTRA_TREES -> LearnerName.EXTRA_TREES;
            };
        }
        return member instanceof Member.Boosted ? LearnerName.GRADIENT_BOOSTING : LearnerName.linear(classes);
    }

    private static OptionalDouble penalty(Member member) {
        return member instanceof Member.Linear linear && linear.penalty() != LinearLearner.DEFAULT_PENALTY
                ? OptionalDouble.of(linear.penalty())
                : OptionalDouble.empty();
    }

    private static List<CandidateFacts> facts(BlendSearch search, boolean classes) {
        boolean single = search.chosen().parts().size() == 1;
        List<CandidateFacts> facts = new ArrayList<>();
        for (BlendSearch.Tried tried : search.tried()) {
            facts.add(candidate(
                    name(tried.member(), classes).text(),
                    tried.member().leaves(),
                    penalty(tried.member()),
                    tried.loss(),
                    classes,
                    tried.weight(),
                    single && tried.weight() > 0));
        }
        if (!single) {
            facts.add(candidate(
                    CandidateFacts.BLEND,
                    OptionalInt.empty(),
                    OptionalDouble.empty(),
                    Optional.of(search.loss()),
                    classes,
                    0,
                    true));
        }
        return facts;
    }

    /** @param loss the mean log loss, or the mean squared error, from which the RMSE is computed */
    private static CandidateFacts candidate(
            String learner,
            OptionalInt leaves,
            OptionalDouble penalty,
            Optional<MeanLoss> loss,
            boolean classes,
            double weight,
            boolean chosen) {
        double mean = loss.map(MeanLoss::mean).orElse(Double.NaN);
        double error = loss.map(MeanLoss::error).orElse(Double.NaN);
        double root = Math.sqrt(mean);
        return new CandidateFacts(
                learner,
                leaves,
                penalty,
                Optional.of(classes ? Metric.LOG_LOSS : Metric.RMSE),
                classes ? mean : root,
                classes ? error : root > 0 ? error / (2 * root) : 0,
                weight,
                chosen);
    }
}
