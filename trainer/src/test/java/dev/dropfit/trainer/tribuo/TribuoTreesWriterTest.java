package dev.dropfit.trainer.tribuo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.model.score.RandomTrees;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.regression.Regressor;

/** Any Tribuo program that has XGBoost can load {@code model.tribuo}: here Tribuo and XGBoost themselves do. */
class TribuoTreesWriterTest {
    private static final Instant TRAINED = Instant.parse("2026-01-02T03:04:05Z");

    /** Their names sort in another order than they stand in. */
    private static final List<Feature> FEATURES = List.of(
            new Feature.Numeric("weight", 1.5, 1.2, 0.7),
            new Feature.Categorical("color", List.of("red", "blue", "1=2"), true, true),
            new Feature.Numeric("Age", 0, 0, 1),
            new Feature.Categorical("a\\b", List.of("no", "yes"), false, false),
            new Feature.Categorical("grade", List.of("high", "low", "none"), true, false)
                    .ordered(new int[] {2, -1, -2, 1}));

    @Test
    void tribuoSendsMissingNumbersWhereWeSendThem() throws Exception {
        Pipeline pipeline = pipeline(1);
        RandomTrees random = new RandomTrees(FEATURES, 5, true);
        List<List<Tree>> trees = random.trees(1, 20, 5);
        TreeScorer own = new TreeScorer(FEATURES, false, trees);

        XGBoostModel<Regressor> tribuo = tribuo(pipeline, trees, Regressor.class);

        List<double[]> rows = Stream.generate(random::row).limit(500).toList();
        List<Prediction<Regressor>> predictions = tribuo.predict(rows.stream()
                .map(row -> TribuoExamples.of(pipeline, row, new Regressor("label", Double.NaN), true))
                .toList());
        for (int i = 0; i < rows.size(); i++) {
            double[] score = new double[1];
            own.score(rows.get(i), score);
            assertThat(predictions.get(i).getOutput().getValues()[0]).isCloseTo(score[0], within(1e-6));
        }
    }

    @Test
    void treesWithDirectionsAreReadUnchangedAndNeedFormat5() throws IOException {
        List<List<Tree>> trees = new RandomTrees(FEATURES, 23, true).trees(3, 30, 7);
        JsonObject metrics = new JsonObject();
        metrics.addProperty("version", "20260102T030405Z-00000000");

        byte[] file = ModelFile.write(TribuoTreesWriter.write(pipeline(3), trees, TRAINED), pipeline(3), metrics);

        assertThat(((TreeScorer) ModelFile.read(file).scorer()).trees())
                .usingRecursiveComparison()
                .isEqualTo(trees.stream()
                        .map(ofOutput ->
                                ofOutput.stream().map(Tree::breadthFirst).toList())
                        .toList());
        assertThat(new String(unzipped(file, "pipeline.json"), StandardCharsets.UTF_8))
                .contains("\"format\": 5");
    }

    private static byte[] unzipped(byte[] file, String name) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return zip.readAllBytes();
                }
            }
        }
        throw new IOException("No entry " + name);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void tribuoPredictsTheProbabilitiesThatWePredict(int classes) throws Exception {
        Pipeline pipeline = pipeline(classes);
        RandomTrees random = new RandomTrees(FEATURES, classes);
        List<List<Tree>> trees = random.trees(classes, 20, 5);
        TreeScorer own = new TreeScorer(FEATURES, true, trees);

        XGBoostModel<Label> tribuo = tribuo(pipeline, trees, Label.class);

        List<double[]> rows = Stream.generate(random::row).limit(500).toList();
        List<Prediction<Label>> predictions = tribuo.predict(rows.stream()
                .map(row -> TribuoExamples.of(pipeline, row, new Label("?")))
                .toList());
        for (int i = 0; i < rows.size(); i++) {
            double[] scores = new double[classes];
            own.score(rows.get(i), scores);
            Map<String, Label> theirs = predictions.get(i).getOutputScores();
            assertThat(theirs).hasSize(classes);
            for (int k = 0; k < classes; k++) {
                assertThat(requireNonNull(theirs.get("class " + k)).getScore()).isCloseTo(scores[k], within(1e-6));
            }
        }
    }

    @Test
    void tribuoPredictsTheNumberThatWePredict() throws Exception {
        Pipeline pipeline = pipeline(1);
        RandomTrees random = new RandomTrees(FEATURES, 1);
        List<List<Tree>> trees = random.trees(1, 20, 5);
        TreeScorer own = new TreeScorer(FEATURES, false, trees);

        XGBoostModel<Regressor> tribuo = tribuo(pipeline, trees, Regressor.class);

        List<double[]> rows = Stream.generate(random::row).limit(500).toList();
        List<Prediction<Regressor>> predictions = tribuo.predict(rows.stream()
                .map(row -> TribuoExamples.of(pipeline, row, new Regressor("label", Double.NaN)))
                .toList());
        for (int i = 0; i < rows.size(); i++) {
            double[] score = new double[1];
            own.score(rows.get(i), score);
            Regressor theirs = predictions.get(i).getOutput();
            assertThat(theirs.getNames()).containsExactly("label");
            assertThat(theirs.getValues()[0]).isCloseTo(score[0], within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void ourContributionsAreThoseOfXgboost(int outputs) throws Exception {
        Pipeline pipeline = pipeline(outputs);
        RandomTrees random = new RandomTrees(FEATURES, 10 + outputs);
        List<List<Tree>> trees = random.trees(outputs, 10, 6);
        TreeScorer own = new TreeScorer(FEATURES, outputs > 1, trees);
        XGBoostModel<?> tribuo =
                outputs > 1 ? tribuo(pipeline, trees, Label.class) : tribuo(pipeline, trees, Regressor.class);

        List<double[]> rows = Stream.generate(random::row).limit(200).toList();
        List<double[][]> all = contributions(tribuo, pipeline, rows, outputs);
        for (int i = 0; i < rows.size(); i++) {
            double[][] theirs = all.get(i);
            for (int k = 0; k < outputs; k++) {
                double[] contributions = new double[FEATURES.size()];
                double base = own.contributions(rows.get(i), k, contributions);
                for (int f = 0; f < FEATURES.size(); f++) {
                    double expected = outputs == 2 ? theirs[1][f] - theirs[0][f] : theirs[k][f];
                    assertThat(contributions[f]).isCloseTo(expected, within(1e-4));
                }
                int last = FEATURES.size();
                assertThat(base)
                        .isCloseTo(outputs == 2 ? theirs[1][last] - theirs[0][last] : theirs[k][last], within(1e-4));
            }
        }
    }

    @Test
    void theFileContainsItsProvenanceAndOnlyTheTimeOfTheRun() throws Exception {
        XGBoostModel<Label> tribuo = tribuo(pipeline(2), new RandomTrees(FEATURES, 4).trees(2, 1, 1), Label.class);

        assertThat(tribuo.getName()).isEqualTo("gradient-boosting");
        assertThat(tribuo.getProvenance().getTrainingTime()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(tribuo.generatesProbabilities()).isTrue();
        assertThat(tribuo.getFeatureIDMap().keySet())
                .containsExactlyInAnyOrderElementsOf(Feature.namesForTrees(FEATURES))
                .contains("grade\\order");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theSameTreesGiveTheSameBytes(int outputs) {
        byte[] first = TribuoTreesWriter.write(pipeline(outputs), trees(outputs), TRAINED);
        byte[] second = TribuoTreesWriter.write(pipeline(outputs), trees(outputs), TRAINED);

        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void writtenTreesAreReadUnchangedInBreadthFirstOrder(int outputs) throws IOException {
        List<List<Tree>> trees = trees(outputs);
        Pipeline pipeline = pipeline(outputs);
        JsonObject metrics = new JsonObject();
        metrics.addProperty("version", "20260102T030405Z-00000000");

        byte[] file = ModelFile.write(TribuoTreesWriter.write(pipeline, trees, TRAINED), pipeline, metrics);

        assertThat(((TreeScorer) ModelFile.read(file).scorer()).trees())
                .usingRecursiveComparison()
                .isEqualTo(trees.stream()
                        .map(ofOutput ->
                                ofOutput.stream().map(Tree::breadthFirst).toList())
                        .toList());
    }

    @Test
    void theOrderOfLevelsIsReadUnchangedAndNeedsFormat5() throws IOException {
        JsonObject metrics = new JsonObject();
        metrics.addProperty("version", "20260102T030405Z-00000000");

        byte[] file = ModelFile.write(TribuoTreesWriter.write(pipeline(1), trees(1), TRAINED), pipeline(1), metrics);

        Feature.Categorical grade =
                (Feature.Categorical) ModelFile.read(file).pipeline().features().get(4);
        assertThat(IntStream.range(0, grade.width()).map(grade::position)).containsExactly(2, -1, -2, 1);
        assertThat(new String(unzipped(file, "pipeline.json"), StandardCharsets.UTF_8))
                .contains("\"format\": 5");
    }

    private static List<List<Tree>> trees(int outputs) {
        return new RandomTrees(FEATURES, 20 + outputs).trees(outputs, 30, 7);
    }

    /** Of one output: of a quantity. */
    private static Pipeline pipeline(int outputs) {
        Target target = outputs == 1
                ? new Target.Quantity()
                : new Target.Classes(
                        IntStream.range(0, outputs).mapToObj(k -> "class " + k).toList(), Map.of());
        return new Pipeline("label", "prediction", "gradient-boosting", target, FEATURES, List.of());
    }

    private static <T extends org.tribuo.Output<T>> XGBoostModel<T> tribuo(
            Pipeline pipeline, List<List<Tree>> trees, Class<T> output) throws IOException {
        // Its native code needs the OpenMP library, which some machines do not have; the CI machines have it.
        assumeTrue(System.getenv("CI") != null || canLoad(), "XGBoost's native library can't be loaded here");
        byte[] bytes = TribuoTreesWriter.write(pipeline, trees, TRAINED);
        return (XGBoostModel<T>)
                org.tribuo.Model.deserialize(ModelProto.parseFrom(bytes)).castModel(output);
    }

    private static boolean canLoad() {
        try {
            new DMatrix(new float[] {1}, 1, 1, Float.NaN).dispose();
            return true;
        } catch (XGBoostError | LinkageError e) {
            return false;
        }
    }

    /** XGBoost's own of each row, [output][feature, then the base]; it has one per encoded column. */
    private static List<double[][]> contributions(
            XGBoostModel<?> tribuo, Pipeline pipeline, List<double[]> rows, int outputs) throws XGBoostError {
        int width = Feature.namesForTrees(pipeline.features()).size();
        float[] encoded = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            for (org.tribuo.Feature feature : TribuoExamples.of(pipeline, rows.get(i), new Label("?"))) {
                encoded[i * width + tribuo.getFeatureIDMap().getID(feature.getName())] = (float) feature.getValue();
            }
        }
        DMatrix matrix = new DMatrix(encoded, rows.size(), width, 0);
        float[][] flat = tribuo.getInnerModels().get(0).predictContrib(matrix, 0);
        matrix.dispose();
        return Arrays.stream(flat)
                .map(ofRow -> summedByFeature(tribuo, ofRow, outputs))
                .toList();
    }

    private static double[][] summedByFeature(XGBoostModel<?> tribuo, float[] ofColumns, int outputs) {
        List<String> names = Feature.namesForTrees(FEATURES);
        int[] featureOf = Feature.featuresOfTreeColumns(FEATURES);
        double[][] contributions = new double[outputs][FEATURES.size() + 1];
        for (int k = 0; k < outputs; k++) {
            int from = k * (names.size() + 1);
            for (int column = 0; column < featureOf.length; column++) {
                contributions[k][featureOf[column]] +=
                        ofColumns[from + tribuo.getFeatureIDMap().getID(names.get(column))];
            }
            contributions[k][FEATURES.size()] = ofColumns[from + names.size()];
        }
        return contributions;
    }
}
