package dev.dropfit.trainer.learn.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LevelOrderTest {
    private static final Split ALL = Split.of(0);

    private record Rows(Table table, Schema schema, FeatureTable plain) {
        static Rows of(String csv) throws Exception {
            Table table = Tables.read(csv);
            Schema schema = SchemaInference.infer(table, Settings.NONE);
            return new Rows(table, schema, new FeatureTable(table, new FeatureFitter(table, ALL).fit(schema)));
        }

        FeatureTable ordered(Split split) {
            return LevelOrder.order(plain, schema.target(), split);
        }

        /** The levels of a feature by ascending position, with a bar at 0. */
        String order(int feature) {
            Feature.Categorical category =
                    (Feature.Categorical) ordered(ALL).features().get(feature);
            List<Integer> codes = new ArrayList<>();
            for (int code = Feature.Categorical.NONE; code < category.width(); code++) {
                codes.add(code);
            }
            return codes.stream()
                    .sorted(Comparator.comparingInt(category::position))
                    .map(code -> code < 0 ? "|" : category.levelName(code))
                    .collect(Collectors.joining(" "));
        }
    }

    @Test
    void levelsAreOrderedByTheMeanOfTheLabelWithUnseenOnesAtTheMeanOfAll() throws Exception {
        double[] means = {5, -3, 1.5, -1};
        Random random = new Random(1);
        String csv = Tables.csv("town,target", 800, row -> {
            int level = row % 5;
            return (level == 4 ? "" : "abcd".charAt(level))
                    + ","
                    + ((level == 4 ? 9 : means[level]) + random.nextGaussian());
        });

        assertThat(Rows.of(csv).order(0)).isEqualTo("b d c | a (missing)");
    }

    @Test
    void levelsOfFewRowsAreNearTheMean() throws Exception {
        String csv = Tables.csv(
                "town,target",
                1_003,
                row -> row < 1_000
                        ? (row % 2 == 0 ? "low," + (row % 7) / 10.0 : "high," + (10 + (row % 7) / 10.0))
                        : "rare,12");

        assertThat(Rows.of(csv).order(0)).isEqualTo("low | rare high");
    }

    @Test
    void ofSeveralClassesTheDirectionThatDiffersMostCounts() throws Exception {
        Random random = new Random(3);
        String csv = Tables.csv("town,target", 4_000, row -> {
            double share = row % 4 / 3.0;
            return "dbac".charAt(row % 4)
                    + ","
                    + (random.nextInt(10) == 0 ? "other" : random.nextDouble() < share ? "yes" : "no");
        });

        assertThat(Rows.of(csv).order(0).replace("| ", "")).isIn("d b a c", "c a b d");
    }

    @Test
    void categoriesOfTwoLevelsNeedNoOrder() throws Exception {
        String csv =
                Tables.csv("smoker,target", 200, row -> (row % 2 == 0 ? "yes," : "no,") + (row % 3 == 0 ? "a" : "b"));

        Rows rows = Rows.of(csv);

        assertThat(rows.ordered(ALL).features()).noneMatch(Feature::hasOrder);
    }

    @Test
    void theHeldOutRowsOfAFoldDoNotDecideTheOrder() throws Exception {
        Random random = new Random(5);
        Rows rows = Rows.of(Tables.csv(
                "town,target", 3_000, row -> "t" + random.nextInt(60) + "," + (random.nextInt(2) == 0 ? "a" : "b")));
        Split fold = ALL.inside(5, 0);

        double seen = agreement(rows, ALL, fold);
        double unseen = agreement(rows, fold, fold);

        assertThat(seen).isGreaterThan(0.04);
        assertThat(Math.abs(unseen)).isLessThan(0.04);
    }

    /** How much more often the second class is the label of held-out rows at positions above 0 than below, where nothing can be learned. */
    private static double agreement(Rows rows, Split decides, Split fold) {
        FeatureTable ordered = rows.ordered(decides);
        BinnedRows binned =
                new BinnedRows(ordered, new Targets(rows.table(), rows.schema().target()), fold, 1);
        Feature.Categorical town = (Feature.Categorical) ordered.features().get(0);
        double[] counts = new double[2];
        double[] seconds = new double[2];
        double[] codes = new double[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        int row = binned.trained();
        for (int chunk = 0; chunk < rows.table().chunks(); chunk++) {
            int count = fold.select(rows.table().shares().get(chunk), true, selected);
            ordered.decode(chunk, 0, selected, count, codes);
            for (int i = 0; i < count; i++) {
                int above = town.position((int) codes[i]) > 0 ? 1 : 0;
                counts[above]++;
                seconds[above] += binned.target()[row++];
            }
        }
        return seconds[1] / counts[1] - seconds[0] / counts[0];
    }

    @Test
    void theRarestOfVeryManyLevelsAreOneForTreesAndHaveTheirMeanTogether() throws Exception {
        // 250 levels of 20 rows, then 400 of 5 rows with a smaller label.
        Rows rows = Rows.of(Tables.csv("town,target", 7_000, row -> {
            int town = row < 5_000 ? row % 250 : 250 + row % 400;
            return "t" + town + "," + ((town < 250 ? town % 2 * 10 : 2) + row % 7 / 10.0);
        }));

        Feature.Categorical town =
                (Feature.Categorical) rows.ordered(ALL).features().get(0);
        TreeScorer trees =
                new BoostingLearner(4).fit(rows.ordered(ALL), rows.schema().target(), ALL, 40);

        int[] rare = town.levels().stream()
                .filter(level -> Integer.parseInt(level.substring(1)) >= 250)
                .mapToInt(level -> town.position(town.code(level)))
                .sorted()
                .toArray();
        assertThat(rare).hasSize(400);
        assertThat(rare[399] - rare[0]).isEqualTo(399);
        assertThat(rare[399]).isLessThan(0);
        assertThat(town.position(town.code("t0"))).isLessThan(rare[0] - 1);
        assertThat(town.position(town.code("t1"))).isGreaterThan(0);
        double[] scores = new double[1];
        for (String level : List.of("t0", "t1", "t300", "t649")) {
            trees.margins(new double[] {town.code(level)}, scores);
            assertThat(scores[0])
                    .as(level)
                    .isCloseTo(level.equals("t0") ? 0.3 : level.equals("t1") ? 10.3 : 2.3, within(0.5));
        }
    }

    @Test
    void oneSplitSeparatesLevelsThatShareAMeaning() throws Exception {
        Random random = new Random(7);
        String csv = Tables.csv("town,target", 6_000, row -> {
            int town = random.nextInt(30);
            return "t" + town + "," + ((town * 7 % 30 < 15 ? 4 : 0) + random.nextGaussian());
        });
        Rows rows = Rows.of(csv);

        TreeScorer ordered =
                new BoostingLearner(2).fit(rows.ordered(ALL), rows.schema().target(), ALL, 1);
        TreeScorer plain =
                new BoostingLearner(2).fit(rows.plain(), rows.schema().target(), ALL, 1);

        assertThat(ordered.trees().get(0).get(1).gain(0))
                .isGreaterThan(10 * plain.trees().get(0).get(1).gain(0));
    }
}
