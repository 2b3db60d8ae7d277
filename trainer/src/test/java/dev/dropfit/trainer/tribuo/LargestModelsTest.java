package dev.dropfit.trainer.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The largest models that learners fit are within the limits of a model file; larger ones are refused when they are read back. */
final class LargestModelsTest {
    private static final int CLASSES = 200;

    @Test
    void allTreesOfABoosterOfTheMostClassesAreReadBack() throws IOException {
        List<Feature> features = numbers(100);
        // 3,000 trees of 31 leaves.
        List<Tree> rounds = Collections.nCopies(15, tree(31));
        Scorer scorer = new TreeScorer(features, true, Collections.nCopies(CLASSES, rounds));

        Model read = readBack(features, scorer);

        assertThat(((TreeScorer) read.scorer()).trees())
                .hasSize(CLASSES)
                .allSatisfy(trees -> assertThat(trees).hasSize(15));
        assertThat(read.heapBytes()).isLessThan(30_000_000);
    }

    @Test
    void theWeightsOfManyColumnsAndTheMostClassesAreReadBack() throws IOException {
        List<Feature> features = numbers(10_000);

        Model read = readBack(features, new LinearScorer(features, true, new double[CLASSES][10_001]));

        assertThat(((LinearScorer) read.scorer()).weights()).hasNumberOfRows(CLASSES);
        assertThat(read.heapBytes()).isLessThan(30_000_000);
    }

    @Test
    void moreWeightsThanAModelFileMayHaveAreRefused() {
        List<Feature> features = numbers(20_001);

        assertThatThrownBy(() -> readBack(features, new LinearScorer(features, true, new double[CLASSES][20_002])))
                .isInstanceOf(ModelTooLargeException.class)
                .hasMessage(
                        "The model has 4,000,400 weights (encoded columns times classes); the maximum is 4,000,000");
    }

    private static Model readBack(List<Feature> features, Scorer scorer) throws IOException {
        List<String> values =
                IntStream.range(0, CLASSES).mapToObj(k -> "class " + k).toList();
        Pipeline pipeline =
                new Pipeline("label", "output", "learner", new Target.Classes(values, Map.of()), features, List.of());
        JsonObject record = new JsonObject();
        record.addProperty("version", "20261122T084133Z-1f0c2a9b");
        return ModelFile.read(ModelFile.write(
                TribuoWriter.write(pipeline, scorer, Instant.EPOCH), pipeline, record, Optional.empty()));
    }

    private static List<Feature> numbers(int count) {
        return IntStream.range(0, count)
                .<Feature>mapToObj(f -> new Feature.Numeric("column " + f, 0, 0, 1))
                .toList();
    }

    private static Tree tree(int leaves) {
        int size = 2 * leaves - 1;
        int splits = leaves - 1;
        return new Tree(
                IntStream.range(0, size)
                        .map(node -> node < splits ? node % 100 : -1)
                        .toArray(),
                floats(size, 0.123_456_79f),
                IntStream.range(0, size).map(node -> 2 * node + 1).toArray(),
                IntStream.range(0, size).map(node -> 2 * node + 2).toArray(),
                floats(size, -0.012_345_679f),
                IntStream.range(0, size).mapToDouble(node -> 123.456_789).toArray(),
                floats(size, 12.345_679f));
    }

    private static float[] floats(int size, float value) {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = value;
        }
        return floats;
    }
}
