package dev.dropfit.cli.file;

import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.CandidateFacts;
import dev.dropfit.core.registry.facts.Effect;
import dev.dropfit.core.registry.facts.FeatureFacts;
import dev.dropfit.core.registry.facts.ModelFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lines that describe how a model was fitted. */
final class LearnerDescription {
    private static final int MAX_FEATURES = 8;

    private LearnerDescription() {}

    /** The learners that were compared, with their weights in a blend; the chosen one is marked. */
    static TextTable candidates(ModelFacts model) {
        TextTable table = new TextTable("llrrl");
        for (CandidateFacts candidate : model.candidates()) {
            table.row(
                    candidate.phrase(),
                    candidate.metric().map(Metric::text).orElse(""),
                    candidate.lossText().orElse("can't be fitted"),
                    candidate.weight() > 0 && candidate.weight() < 1
                            ? "weight " + Math.round(100 * candidate.weight()) + " %"
                            : "",
                    candidate.chosen() ? "chosen" : "");
        }
        return table;
    }

    /** A weight of a feature; {@code ofClass} is empty unless each class has its own weight. */
    private record FeatureWeight(String feature, String ofClass, double value) {}

    /** The largest weights of a linear model. */
    static TextTable weights(ModelFacts model) {
        List<FeatureWeight> weights = new ArrayList<>();
        for (FeatureFacts feature : model.features()) {
            if (feature.effect() instanceof Effect.Weight weight) {
                weights.add(new FeatureWeight(name(feature), "", weight.value()));
            } else if (feature.effect() instanceof Effect.ClassWeights perClass) {
                perClass.byClass()
                        .forEach(
                                (label, value) -> weights.add(new FeatureWeight(name(feature), "for " + label, value)));
            }
        }
        TextTable table = new TextTable("nrl");
        weights.stream()
                .sorted(Comparator.comparingDouble(weight -> -Math.abs(weight.value())))
                .limit(MAX_FEATURES)
                .forEach(weight -> table.row(
                        weight.feature(),
                        Figures.signed(weight.value(), Figures.number(Math.abs(weight.value()))),
                        weight.ofClass()));
        return table;
    }

    /** The most important features of a model of trees. */
    static TextTable importances(ModelFacts model) {
        TextTable table = new TextTable("nr");
        model.features().stream()
                .sorted(Comparator.comparingDouble(feature -> -importance(feature)))
                .limit(MAX_FEATURES)
                .forEach(feature -> table.row(name(feature), Figures.percent(importance(feature))));
        return table;
    }

    private static double importance(FeatureFacts feature) {
        return feature.effect() instanceof Effect.Importance importance ? importance.share() : 0;
    }

    private static String name(FeatureFacts feature) {
        return feature.column()
                + (feature.part().isEmpty() ? "" : " (" + feature.part() + ")")
                + feature.level().map(level -> " = " + level).orElse("");
    }
}
