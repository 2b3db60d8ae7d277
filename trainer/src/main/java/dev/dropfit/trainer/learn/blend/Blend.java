package dev.dropfit.trainer.learn.blend;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fits several members to the same rows and adds up their margins. A member that can't be fitted is left out, with a note.
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
        return sum(fitted, rows, target, notes);
    }

    /** The sum of the parts that were fitted. One that can't be fitted is left out, as long as there is another one. */
    private MarginScorer sum(List<Fitted> fitted, FeatureTable rows, Target target, Consumer<Anomaly> notes)
            throws InvalidTableException {
        double wanted = 0;
        double kept = 0;
        for (int part = 0; part < fitted.size(); part++) {
            wanted += parts.get(part).weight();
            kept += fitted.get(part).scorer().isPresent() ? parts.get(part).weight() : 0;
        }
        WeightedSum sum = new WeightedSum(rows.features(), target instanceof Target.Classes);
        for (int part = 0; part < fitted.size(); part++) {
            Fitted own = fitted.get(part);
            own.notes().forEach(notes);
            if (own.problem().isPresent()) {
                if (kept == 0) {
                    throw own.problem().get();
                }
                notes.accept(leftOut(parts.get(part).member(), own.problem().get()));
                continue;
            }
            MarginScorer scorer = own.scorer().orElseThrow();
            if (parts.size() == 1 && parts.get(part).weight() == 1) {
                return alone(scorer, rows.features(), target);
            }
            sum.add(scorer, parts.get(part).weight() * wanted / kept);
        }
        return sum.scorer();
    }

    /** The model of one learner. Its trees are rounded as those of a blend are. */
    public static MarginScorer alone(MarginScorer fitted, List<Feature> features, Target target) {
        if (fitted instanceof LinearScorer) {
            return fitted;
        }
        WeightedSum sum = new WeightedSum(features, target instanceof Target.Classes);
        sum.add(fitted, 1);
        return sum.scorer();
    }

    private static Anomaly leftOut(Member member, InvalidTableException problem) {
        return Anomaly.of(
                "left-out",
                "the " + member.phrase()
                        + " is left out of the blend, because it can't be fitted to all training rows ("
                        + problem.getMessage() + "); the other members are used without it");
    }

    /** Of a forest with a small weight, few trees say as much about the sum as all of them about the forest alone. */
    private static int treesOf(double weight) {
        return (int) Math.ceil(Math.min(1, weight) * ForestLearner.TREES);
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
        if (part.member() instanceof Member.Boosted boosted && part.rounds().isPresent()) {
            return boosted.learner(1).fit(rows, target, split, part.rounds().getAsInt());
        }
        if (part.member() instanceof Member.Forest forest) {
            return new ForestLearner(forest.kind(), treesOf(part.weight())).fit(rows, target, split, notes);
        }
        return part.member().learner(1).fit(rows, target, split, notes);
    }
}
