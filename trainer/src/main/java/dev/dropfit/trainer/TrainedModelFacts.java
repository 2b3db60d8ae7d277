package dev.dropfit.trainer;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.LinkedScorer;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.ContractFacts;
import dev.dropfit.core.registry.facts.Effect;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.FeatureFacts;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.text.Terms;
import dev.dropfit.trainer.evaluate.PartialDependence;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The facts of a model that was just fitted: how it was made, how good it is, its weights, and its dataset's columns. */
final class TrainedModelFacts {
    private TrainedModelFacts() {}

    /**
     * @param notes in what way the model is approximate
     * @param trained how often the model is right on training rows
     * @param decision how one of two classes is chosen; empty for other tasks
     * @param holdout empty when no rows were held out
     * @param baseline likewise
     */
    static ModelFacts of(
            Dataset dataset,
            Model model,
            LearnerChoice choice,
            List<Anomaly> notes,
            Scores.Hits trained,
            Optional<ClassDecision> decision,
            Optional<Evaluation> holdout,
            Optional<Evaluation> baseline) {
        Task task = Task.of(dataset.schema().target());
        Scorer margins = LinkedScorer.margins(model.scorer());
        Optional<LinearScorer> linear = margins instanceof LinearScorer scorer ? Optional.of(scorer) : Optional.empty();
        Optional<BlendScorer> blend = margins instanceof BlendScorer scorer ? Optional.of(scorer) : Optional.empty();
        Optional<TreeScorer> trees =
                margins instanceof TreeScorer scorer ? Optional.of(scorer) : blend.map(BlendScorer::trees);
        List<FeatureFacts> features = new ArrayList<>();
        linear.ifPresent(scorer -> addWeights(features, model, scorer.weights()));
        double[] ofLinear = blend.map(
                        scorer -> influences(model, scorer.linear().weights(), choice.linearShare()))
                .orElse(new double[model.pipeline().features().size()]);
        trees.ifPresent(scorer -> addImportances(features, model, scorer.trees(), ofLinear));
        ColumnProfile labels = ColumnProfiles.of(
                dataset.table().labelColumn(),
                task == Task.CLASSIFICATION ? ColumnKind.CATEGORICAL : ColumnKind.NUMERIC,
                dataset.schema().columns().size());
        ModelFacts facts = new ModelFacts(
                Optional.of(task),
                model.pipeline().learner(),
                dataset.schema().label(),
                Optional.of(dataset.schema().labelChoice()),
                dataset.schema().taskReason(),
                Optional.of(dataset.gate().metric()),
                dataset.gate().threshold(),
                decision,
                dataset.split().count(dataset.table(), false),
                task == Task.CLASSIFICATION ? 100 * trained.share() : Double.NaN,
                holdout.orElse(Evaluation.NONE),
                baseline.map(Evaluation::metrics),
                choice.facts(),
                linear.map(scorer -> weight(model, scorer.weights(), intercept(model))),
                trees.map(scorer -> OptionalInt.of(
                                scorer.trees().stream().mapToInt(List::size).sum()))
                        .orElse(OptionalInt.empty()),
                features,
                columns(dataset.schema(), dataset.table(), labels),
                labels,
                dataset.schema().noting(notes).anomalies(),
                Optional.of(dataset.sides().facts()),
                Optional.of(new ContractFacts(
                        model.pipeline().output(), model.pipeline().optional())),
                List.of(),
                List.of());
        return facts.depending(PartialDependence.of(
                model, dataset.table(), dataset.split(), dataset.split().judges(), facts.influences()));
    }

    /** The column of the intercept, after those of all features. */
    private static int intercept(Model model) {
        return model.pipeline().features().stream().mapToInt(Feature::width).sum();
    }

    private static void addWeights(List<FeatureFacts> facts, Model model, double[][] weights) {
        for (Feature feature : model.pipeline().features()) {
            for (int i = 0; i < feature.width(); i++) {
                facts.add(new FeatureFacts(
                        feature.column(),
                        part(feature),
                        feature instanceof Feature.Categorical categorical
                                ? Optional.of(categorical.levelName(i))
                                : term(feature),
                        weight(model, weights, facts.size())));
            }
        }
    }

    /** For two classes the log-odds of the second, for a number in its own unit; for several classes one weight each. */
    private static Effect weight(Model model, double[][] weights, int column) {
        Target target = model.pipeline().target();
        if (target instanceof Target.Classes classes && !classes.binary()) {
            Map<String, Double> byClass = new LinkedHashMap<>();
            for (int k = 0; k < classes.size(); k++) {
                byClass.put(classes.values().get(k), weights[k][column]);
            }
            return new Effect.ClassWeights(byClass);
        }
        return new Effect.Weight(weights.length == 2 ? weights[1][column] - weights[0][column] : weights[0][column]);
    }

    /**
     * How much each feature influences the margins of a linear model: its largest weight, as a share of the sum over all features.
     *
     * @param share what the shares add up to
     */
    private static double[] influences(Model model, double[][] weights, double share) {
        double[] sizes = new double[model.pipeline().features().size()];
        int column = 0;
        for (int f = 0; f < sizes.length; f++) {
            for (int i = 0; i < model.pipeline().features().get(f).width(); i++) {
                sizes[f] = Math.max(sizes[f], weight(model, weights, column++).size());
            }
        }
        double sum = Arrays.stream(sizes).sum();
        return Arrays.stream(sizes)
                .map(size -> sum > 0 ? share * size / sum : 0)
                .toArray();
    }

    /**
     * Adds the importance of each feature.
     *
     * @param ofLinear the shares of the linear model of a blend; those of the trees are the rest
     */
    private static void addImportances(
            List<FeatureFacts> facts, Model model, List<List<Tree>> trees, double[] ofLinear) {
        List<Feature> features = model.pipeline().features();
        int[] featureOf = Feature.featuresOfTreeColumns(features);
        double[] gains = new double[features.size()];
        double sum = 0;
        for (Tree tree : trees.stream().flatMap(List::stream).toList()) {
            for (int node = 0; node < tree.size(); node++) {
                if (!tree.isLeaf(node)) {
                    gains[featureOf[tree.column(node)]] += tree.gain(node);
                    sum += tree.gain(node);
                }
            }
        }
        double ofTrees = 1 - Arrays.stream(ofLinear).sum();
        for (int f = 0; f < features.size(); f++) {
            double share = ofLinear[f] + (sum > 0 ? ofTrees * gains[f] / sum : 0);
            // Many terms of a text are of no use to trees.
            if (share > 0 || term(features.get(f)).isEmpty()) {
                facts.add(new FeatureFacts(
                        features.get(f).column(),
                        part(features.get(f)),
                        term(features.get(f)),
                        new Effect.Importance(share)));
            }
        }
    }

    /** A term of a text, as people read it; empty for other features. */
    private static Optional<String> term(Feature feature) {
        return feature instanceof Feature.Numeric numeric
                ? numeric.text().map(part -> Terms.shown(part.term()))
                : Optional.empty();
    }

    private static String part(Feature feature) {
        return feature instanceof Feature.Numeric numeric
                ? numeric.part().map(part -> part.component().text()).orElse("")
                : "";
    }

    private static List<ColumnFacts> columns(Schema schema, Table table, ColumnProfile labels) {
        int columns = schema.columns().size();
        ClassShares classShares = new ClassShares(table, labels, columns);
        List<ColumnFacts> facts = new ArrayList<>();
        for (Schema.Role role : schema.columns()) {
            ColumnProfile profile = ColumnProfiles.of(role.column(), role.kind(), columns);
            facts.add(new ColumnFacts(
                    role.column().name(),
                    role.kind().text(),
                    role.why(),
                    (double) role.column().missing() / table.rows(),
                    profile,
                    classShares.of(role.column(), role.kind(), profile)));
        }
        return facts;
    }
}
