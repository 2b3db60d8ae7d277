package dev.dropfit.trainer.learn.blend;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fits several members to the same rows and adds up their margins.
 *
 * @param parts the members, at least one
 */
public record Blend(List<Part> parts) implements Learner {
    /**
     * A member of a blend.
     *
     * @param weight of its margins
     * @param rounds the number of rounds of boosting; empty if the fit has to find it
     */
    public record Part(Member member, double weight, OptionalInt rounds) {
        /** A member alone. */
        public static Part of(Member member) {
            return new Part(member, 1, OptionalInt.empty());
        }
    }

    public Blend {
        parts = List.copyOf(parts);
    }

    /** Whether a member is of trees. */
    public boolean growsTrees() {
        return parts.stream().anyMatch(part -> !(part.member() instanceof Member.Linear));
    }

    /** A fitted part; empty if it can't be fitted. */
    private record Fitted(
            Optional<MarginScorer> scorer, Optional<InvalidTableException> problem, List<Anomaly> notes) {}

    @Override
    public MarginScorer fit(FeatureTable rows, Target target, Split split, Consumer<Anomaly> notes)
            throws InvalidTableException {
        boolean few = split.count(rows.table(), false) < Folds.MANY_ROWS;
        IntStream indices = IntStream.range(0, parts.size());
        List<Fitted> fitted = (few && parts.size() > 1 ? indices.parallel() : indices)
                .mapToObj(part -> fitted(parts.get(part), rows, target, split))
                .toList();
        WeightedSum sum = new WeightedSum(rows.features(), target instanceof Target.Classes);
        for (int part = 0; part < fitted.size(); part++) {
            fitted.get(part).notes().forEach(notes);
            Optional<InvalidTableException> problem = fitted.get(part).problem();
            if (problem.isPresent()) {
                throw problem.get();
            }
            MarginScorer scorer = fitted.get(part).scorer().orElseThrow();
            if (parts.size() == 1 && parts.get(part).weight() == 1) {
                return scorer;
            }
            sum.add(scorer, parts.get(part).weight());
        }
        return sum.scorer();
    }

    private static Fitted fitted(Part part, FeatureTable rows, Target target, Split split) {
        List<Anomaly> notes = new ArrayList<>();
        try {
            return new Fitted(Optional.of(fit(part, rows, target, split, notes::add)), Optional.empty(), notes);
        } catch (InvalidTableException e) {
            return new Fitted(Optional.empty(), Optional.of(e), notes);
        }
    }

    private static MarginScorer fit(Part part, FeatureTable rows, Target target, Split split, Consumer<Anomaly> notes)
            throws InvalidTableException {
        if (part.member() instanceof Member.Linear linear) {
            return new LinearLearner(1, linear.penalty()).fit(rows, target, split, notes);
        }
        if (part.member() instanceof Member.Forest forest) {
            return new ForestLearner(forest.kind()).fit(rows, target, split, notes);
        }
        BoostingLearner boosting = new BoostingLearner(part.member().leaves().orElseThrow());
        return part.rounds().isPresent()
                ? boosting.fit(rows, target, split, part.rounds().getAsInt())
                : boosting.fit(rows, target, split, notes);
    }
}
