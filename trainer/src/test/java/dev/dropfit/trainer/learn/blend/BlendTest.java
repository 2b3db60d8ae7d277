package dev.dropfit.trainer.learn.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.learn.tree.FewDigits;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BlendTest {
    private static final Split SPLIT = Split.of(Settings.DEFAULT_HOLDOUT);
    private static final Blend.Part TREES = new Blend.Part(new Member.Boosted(4), 0.75, OptionalInt.of(5));

    /** Numbers with which trees can't compute, and a linear model can. */
    private static FeatureTable rows() throws Exception {
        Table table = Tables.read(Tables.csv("x,target", 60, row -> row % 7 + 0.5 + "," + row + "e40"));
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        return new FeatureTable(table, new FeatureFitter(table, SPLIT).fit(schema));
    }

    @Test
    void aMemberThatCannotBeFittedIsLeftOutWithANote() throws Exception {
        FeatureTable rows = rows();
        Target target = new Target.Quantity();
        List<Anomaly> notes = new ArrayList<>();
        Blend blend = new Blend(List.of(new Blend.Part(new Member.Linear(1), 0.25, OptionalInt.empty()), TREES));

        MarginScorer scorer = blend.fit(rows, target, SPLIT, notes::add);

        assertThat(notes).singleElement().satisfies(note -> {
            assertThat(note.name()).isEqualTo("left-out");
            assertThat(note.message())
                    .isEqualTo(
                            "the gradient boosting with 4 leaves is left out of the blend, because it can't be fitted"
                                    + " to all training rows (Trees can't be fitted: the values of the label are too large"
                                    + " to compute with); the other members are used without it");
        });
        // The weights of the others add up to that of all.
        assertThat(((LinearScorer) scorer).weights())
                .isDeepEqualTo(new LinearLearner().fit(rows, target, SPLIT).weights());
    }

    @Test
    void aBlendNoneOfWhoseMembersCanBeFittedIsInvalid() throws Exception {
        FeatureTable rows = rows();

        assertThatThrownBy(() -> new Blend(List.of(TREES, TREES)).fit(rows, new Target.Quantity(), SPLIT, note -> {}))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("Trees can't be fitted: the values of the label are too large to compute with");
    }

    @Test
    void aForestOfASmallWeightHasFewTrees() throws Exception {
        Blend blend = new Blend(List.of(
                new Blend.Part(new Member.Linear(1), 0.75, OptionalInt.empty()),
                new Blend.Part(new Member.Forest(ForestLearner.Kind.EXTRA_TREES), 0.25, OptionalInt.empty())));

        BlendScorer scorer = (BlendScorer) blend.fit(fewRows(), new Target.Quantity(), SPLIT, note -> {});

        // One tree without a split has the sum of all trees without one.
        assertThat(scorer.trees().trees().get(0)).hasSize(1 + 25);
    }

    @Test
    void aModelOfTreesAloneHasFewDigitsToo() throws Exception {
        Blend blend = new Blend(List.of(new Blend.Part(new Member.Boosted(4), 1, OptionalInt.of(5))));

        TreeScorer scorer = (TreeScorer) blend.fit(fewRows(), new Target.Quantity(), SPLIT, note -> {});

        assertThat(scorer.trees().get(0)).hasSize(1 + 5);
        Tree tree = scorer.trees().get(0).get(1);
        for (int node = 0; node < tree.size(); node++) {
            if (tree.isLeaf(node)) {
                assertThat(tree.value(node)).isEqualTo((float) FewDigits.of(tree.value(node), FewDigits.OF_VALUE));
            }
        }
    }

    private static FeatureTable fewRows() throws Exception {
        Table table = Tables.read(
                Tables.csv("x,z,target", 400, row -> row % 7 + 0.5 + "," + row % 31 + 0.25 + "," + Math.sin(row)));
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        return new FeatureTable(table, new FeatureFitter(table, SPLIT).fit(schema));
    }
}
