package dev.dropfit.trainer.tribuo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.file.TribuoModels;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.RandomTrees;
import dev.dropfit.core.model.score.TreeScorer;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.regression.Regressor;

/** A Tribuo program loads both models of a blend, and adds up their margins: the logarithms of their probabilities, or their numbers. */
class TribuoBlendTest {
    private static final List<Feature> FEATURES = List.of(
            new Feature.Numeric("weight", 1.5, 1.2, 0.7),
            new Feature.Categorical("color", List.of("red", "blue"), true, true).ordered(new int[] {1, -2, -1, 2}),
            new Feature.Numeric("age", 0, 0, 1));

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theProductOfBothProbabilitiesIsTheProbabilityThatWePredict(int classes) throws Exception {
        Pipeline pipeline = pipeline(classes);
        RandomTrees random = new RandomTrees(FEATURES, classes);
        BlendScorer own = blend(classes, random);
        TribuoModels written = TribuoWriter.write(pipeline, own, Instant.EPOCH);
        Model<Label> linear = model(written.linear().orElseThrow(), Label.class);
        Model<Label> trees = trees(written, Label.class);

        for (int i = 0; i < 200; i++) {
            double[] row = random.row();
            double[] scores = new double[classes];
            own.score(row, scores);
            Map<String, Label> ofLinear = linear.predict(TribuoExamples.of(pipeline, row, new Label("?")))
                    .getOutputScores();
            Map<String, Label> ofTrees = trees.predict(TribuoExamples.of(pipeline, row, new Label("?")))
                    .getOutputScores();
            double[] products = IntStream.range(0, classes)
                    .mapToObj(k -> "class " + k)
                    .mapToDouble(name -> requireNonNull(ofLinear.get(name)).getScore()
                            * requireNonNull(ofTrees.get(name)).getScore())
                    .toArray();
            double sum = Arrays.stream(products).sum();
            for (int k = 0; k < classes; k++) {
                assertThat(products[k] / sum).isCloseTo(scores[k], within(1e-5));
            }
        }
    }

    @Test
    void theSumOfBothNumbersIsTheNumberThatWePredict() throws Exception {
        Pipeline pipeline = pipeline(1);
        RandomTrees random = new RandomTrees(FEATURES, 1);
        BlendScorer own = blend(1, random);
        TribuoModels written = TribuoWriter.write(pipeline, own, Instant.EPOCH);
        Model<Regressor> linear = model(written.linear().orElseThrow(), Regressor.class);
        Model<Regressor> trees = trees(written, Regressor.class);

        for (int i = 0; i < 200; i++) {
            double[] row = random.row();
            double[] score = new double[1];
            own.score(row, score);
            Regressor unknown = new Regressor("label", Double.NaN);
            double sum = linear.predict(TribuoExamples.of(pipeline, row, unknown))
                            .getOutput()
                            .getValues()[0]
                    + trees.predict(TribuoExamples.of(pipeline, row, unknown))
                            .getOutput()
                            .getValues()[0];
            assertThat(sum).isCloseTo(score[0], within(1e-5));
        }
    }

    private static BlendScorer blend(int outputs, RandomTrees random) {
        SplittableRandom weights = new SplittableRandom(outputs);
        double[][] linear = new double[outputs][Feature.encodedNames(FEATURES).size() + 1];
        for (double[] ofOutput : linear) {
            Arrays.setAll(ofOutput, column -> weights.nextDouble(-1, 1));
        }
        return new BlendScorer(
                new LinearScorer(FEATURES, outputs > 1, linear),
                new TreeScorer(FEATURES, outputs > 1, random.trees(outputs, 20, 5)));
    }

    private static Pipeline pipeline(int outputs) {
        Target target = outputs == 1
                ? new Target.Quantity()
                : new Target.Classes(
                        IntStream.range(0, outputs).mapToObj(k -> "class " + k).toList(), Map.of());
        return new Pipeline("label", "prediction", "blend", target, FEATURES, List.of());
    }

    private static <T extends Output<T>> Model<T> trees(TribuoModels written, Class<T> output) throws IOException {
        // Its native code needs the OpenMP library, which some machines do not have; the CI machines have it.
        assumeTrue(System.getenv("CI") != null || canLoad(), "XGBoost's native library can't be loaded here");
        return model(written.main(), output);
    }

    private static <T extends Output<T>> Model<T> model(byte[] bytes, Class<T> output) throws IOException {
        return Model.deserialize(ModelProto.parseFrom(bytes)).castModel(output);
    }

    private static boolean canLoad() {
        try {
            new DMatrix(new float[] {1}, 1, 1, Float.NaN).dispose();
            return true;
        } catch (XGBoostError | LinkageError e) {
            return false;
        }
    }
}
