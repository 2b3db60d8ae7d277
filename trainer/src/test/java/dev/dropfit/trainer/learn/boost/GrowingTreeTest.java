package dev.dropfit.trainer.learn.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.learn.tree.BinnedRows;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrowingTreeTest {
    private static final int ROWS = 300;
    private static final double PENALTY = 1.5;

    /** The encoded matrix, built in a simple way, and the compact rows for growing trees. */
    private record Data(BinnedRows rows, List<float[]> encoded, Derivatives derivatives) {
        double gradient(int row) {
            return derivatives.gradient(derivatives.packed()[row]);
        }

        double hessian(int row) {
            return derivatives.hessian(derivatives.packed()[row]);
        }
    }

    @RepeatedTest(20)
    void theFirstSplitIsTheBestOfAllSplits(RepetitionInfo repetition) throws Exception {
        Data data = data(repetition.getCurrentRepetition());

        Tree tree = grow(data, shape(2, 0), data.derivatives(), new float[ROWS], 1);

        double best = 0;
        for (int column = 0; column < data.encoded().size(); column++) {
            for (float threshold : data.encoded().get(column)) {
                best = Math.max(best, gain(data, column, threshold, true));
                best = Math.max(best, gain(data, column, threshold, false));
            }
            best = Math.max(best, gain(data, column, Float.MAX_VALUE, false));
        }
        assertThat((double) tree.gain(0)).isCloseTo(best, within(1e-5 * best));
        assertThat(gain(data, tree.column(0), tree.threshold(0), tree.missingGoesLeft(0)))
                .isCloseTo(best, within(1e-9 * best));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void histogramsOfPartsAddUpToTheBitsOfTheWholeInAnyOrder(int parts) throws Exception {
        Data data = data(7);
        Histogram histogram =
                new Histogram(data.rows().features().layout(), data.rows().codes());
        int[] order = IntStream.range(0, ROWS).toArray();
        double[] whole = histogram.of(order, 0, ROWS, data.derivatives());

        double[] sum = new double[whole.length];
        for (int part = parts - 1; part >= 0; part--) {
            double[] some = histogram.of(order, ROWS * part / parts, ROWS * (part + 1) / parts, data.derivatives());
            Arrays.setAll(sum, i -> sum[i] + some[i]);
        }

        assertThat(sum).isEqualTo(whole);
    }

    @RepeatedTest(5)
    void everyLeafHasTheNewtonStepOfItsRowsAndEveryMarginItsLeaf(RepetitionInfo repetition) throws Exception {
        Data data = data(100 + repetition.getCurrentRepetition());
        float[] margins = new float[ROWS];

        Tree tree = grow(data, shape(12, 0), data.derivatives(), margins, 1);

        double[] gradients = new double[tree.size()];
        double[] hessians = new double[tree.size()];
        int[] leaves = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            int node = 0;
            while (!tree.isLeaf(node)) {
                float value = data.encoded().get(tree.column(node))[row];
                node = goesLeft(value, tree.threshold(node), tree.missingGoesLeft(node))
                        ? tree.left(node)
                        : tree.right(node);
            }
            leaves[row] = node;
            gradients[node] += data.gradient(row);
            hessians[node] += data.hessian(row);
        }
        for (int row = 0; row < ROWS; row++) {
            int leaf = leaves[row];
            double step = -0.1 * gradients[leaf] / (hessians[leaf] + PENALTY);
            assertThat((double) tree.value(leaf)).isCloseTo(step, within(1e-6));
            assertThat(margins[row]).isEqualTo(tree.value(leaf));
            assertThat(tree.cover(leaf)).isCloseTo(hessians[leaf], within(1e-4));
        }
        assertThat(tree.size()).isEqualTo(23);
    }

    @Test
    void aTreeWithoutAnyGainIsALeaf() throws Exception {
        Data data = data(1);
        Derivatives same = new Derivatives(ROWS);
        for (int row = 0; row < ROWS; row++) {
            same.put(row, 0, 1);
        }

        Tree tree = grow(data, shape(31, 0), same, new float[ROWS], 1);

        assertThat(tree.size()).isEqualTo(1);
        assertThat(tree.value(0)).isEqualTo(0);
    }

    @Test
    void noLeafHasFewerRowsThanTheMinimum() throws Exception {
        Data data = data(2);
        Random random = new Random(3);
        Derivatives derivatives = new Derivatives(ROWS);
        for (int row = 0; row < ROWS; row++) {
            derivatives.put(row, random.nextInt(-100, 100), 1);
        }

        Tree tree = grow(data, shape(31, 40), derivatives, new float[ROWS], 1);

        for (int node = 0; node < tree.size(); node++) {
            assertThat(tree.cover(node)).isGreaterThanOrEqualTo(40);
        }
        assertThat(tree.size()).isGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 31})
    void leavesThatAreSplitInAdvanceDoNotChangeTheTree(int inAdvance) throws Exception {
        Data data = data(3);
        float[] expected = new float[ROWS];
        Tree oneByOne = grow(data, shape(20, 3), data.derivatives(), expected, 1);
        float[] margins = new float[ROWS];

        Tree tree = grow(data, shape(20, 3), data.derivatives(), margins, inAdvance);

        assertThat(tree).usingRecursiveComparison().isEqualTo(oneByOne);
        assertThat(margins).isEqualTo(expected);
    }

    private static TreeShape shape(int leaves, int minRows) {
        return new TreeShape(leaves, minRows, PENALTY, 0.1, 1);
    }

    private static Tree grow(Data data, TreeShape shape, Derivatives derivatives, float[] margins, int inAdvance) {
        BinLayout layout = data.rows().features().layout();
        byte[][] codes = data.rows().codes();
        NodeRows nodes =
                new NodeRows(layout, codes, new Histogram(layout, codes), new RowOrder(ROWS), shape.maxNodes());
        GrowingTree tree =
                new GrowingTree(new CutSearch(data.rows().features(), shape), shape, 0, 0, nodes.sums(0, derivatives));
        int done = 0;
        for (tree.grow(); !tree.isDone(); tree.grow()) {
            for (NodeSplit split : tree.next(inAdvance)) {
                nodes.split(split);
                done++;
                tree.know(split, nodes.sums(nodes.smaller(split), derivatives));
            }
        }
        List<NodeSplit> splits = tree.splits();
        splits.subList(done, splits.size()).forEach(nodes::split);
        nodes.add(tree.values(), margins);
        return tree.tree();
    }

    private static boolean goesLeft(float value, float threshold, boolean missingLeft) {
        return Float.isNaN(value) ? missingLeft : value < threshold;
    }

    private static double gain(Data data, int column, float threshold, boolean missingLeft) {
        double[] left = new double[2];
        double[] right = new double[2];
        for (int row = 0; row < ROWS; row++) {
            double[] side = goesLeft(data.encoded().get(column)[row], threshold, missingLeft) ? left : right;
            side[0] += data.gradient(row);
            side[1] += data.hessian(row);
        }
        if (left[1] == 0 || right[1] == 0) {
            return 0;
        }
        return score(left[0], left[1]) + score(right[0], right[1]) - score(left[0] + right[0], left[1] + right[1]);
    }

    private static double score(double gradient, double hessian) {
        return gradient * gradient / (hessian + PENALTY);
    }

    private static Data data(int seed) throws Exception {
        Random random = new Random(seed);
        Table table = Tables.read(Tables.csv(
                "number,coarse,level,pair,target",
                ROWS,
                row -> "%s,%d,%s,%s,%s"
                        .formatted(
                                random.nextInt(5) == 0 ? "" : Integer.toString(random.nextInt(180)),
                                random.nextInt(30),
                                "abcdefg".charAt(random.nextInt(7)),
                                random.nextBoolean() ? "p" : "q",
                                random.nextGaussian())));
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        Split all = Split.of(0);
        List<Feature> features = new FeatureFitter(table, all).fit(schema);
        FeatureTable rows = new FeatureTable(table, features);
        Derivatives derivatives = new Derivatives(ROWS);
        derivatives.scale(5, 1.1);
        for (int row = 0; row < ROWS; row++) {
            derivatives.put(row, random.nextGaussian(), 0.1 + random.nextDouble());
        }
        return new Data(new BinnedRows(rows, new Targets(table, schema.target()), all, 1), encoded(rows), derivatives);
    }

    private static List<float[]> encoded(FeatureTable rows) {
        List<float[]> columns = new ArrayList<>();
        double[] values = new double[Table.CHUNK];
        for (int f = 0; f < rows.features().size(); f++) {
            rows.decode(0, f, values);
            for (int level = 0; level < rows.features().get(f).width(); level++) {
                float[] column = new float[ROWS];
                for (int row = 0; row < ROWS; row++) {
                    column[row] = rows.features().get(f) instanceof Feature.Numeric numeric
                            ? (float) numeric.standardise(values[row])
                            : values[row] == level ? 1 : 0;
                }
                columns.add(column);
            }
        }
        return columns;
    }
}
