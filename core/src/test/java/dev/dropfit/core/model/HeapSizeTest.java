package dev.dropfit.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The estimate is compared with what the heap really holds. */
final class HeapSizeTest {
    private static final int COPIES = 20;

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("long levels", (Supplier<Model>) () -> levels(6, 250, 880)),
                Arguments.of("short levels", (Supplier<Model>) () -> levels(100, 250, 6)),
                Arguments.of("many columns", (Supplier<Model>) () -> columns(5_000)),
                Arguments.of("many classes", (Supplier<Model>) () -> classes(200)),
                Arguments.of("large trees", (Supplier<Model>) () -> trees(100, 9)),
                Arguments.of("small trees", (Supplier<Model>) () -> trees(10_000, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void theEstimateIsNearWhatTheHeapHolds(String name, Supplier<Model> model) {
        long estimate = model.get().heapBytes();
        List<Object> kept = new ArrayList<>();

        long before = used();
        for (int i = 0; i < COPIES; i++) {
            Model copy = model.get();
            kept.add(copy);
            kept.add(new RowFormat(copy.pipeline()));
        }
        double held = (double) (used() - before) / COPIES;

        assertThat(kept).hasSize(2 * COPIES);
        assertThat(estimate / held)
                .as("%d estimated, %.0f held", estimate, held)
                .isBetween(0.75, 1.6);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    private static Model levels(int columns, int levels, int length) {
        List<Feature> features = new ArrayList<>();
        for (int f = 0; f < columns; f++) {
            List<String> values = IntStream.range(0, levels)
                    .mapToObj(level -> String.format("%0" + length + "d", level))
                    .toList();
            features.add(new Feature.Categorical(new String("column" + f), values, true, false));
        }
        return linear(features, new Target.Quantity(), 1);
    }

    private static Model columns(int count) {
        List<Feature> features = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            features.add(new Feature.Numeric("column" + f, 0, 0, 1));
        }
        return linear(features, new Target.Quantity(), 1);
    }

    private static Model classes(int count) {
        List<String> values =
                IntStream.range(0, count).mapToObj(k -> "class " + k).toList();
        List<Feature> features = List.copyOf(columns(300).pipeline().features());
        return linear(features, new Target.Classes(values, Map.of()), count);
    }

    private static Model linear(List<Feature> features, Target target, int outputs) {
        int width = features.stream().mapToInt(Feature::width).sum();
        return new Model(
                new Pipeline("label", "output", "learner", target, features, List.of()),
                new LinearScorer(features, outputs > 1, new double[outputs][width + 1]),
                record());
    }

    private static Model trees(int count, int depth) {
        List<Feature> features = List.of(new Feature.Numeric("column", 0, 0, 1));
        List<Tree> trees = IntStream.range(0, count).mapToObj(i -> tree(depth)).toList();
        return new Model(
                new Pipeline("label", "output", "learner", new Target.Quantity(), features, List.of()),
                new TreeScorer(features, false, List.of(trees)),
                record());
    }

    private static Tree tree(int depth) {
        int size = (1 << (depth + 1)) - 1;
        int splits = (1 << depth) - 1;
        return new Tree(
                IntStream.range(0, size).map(node -> node < splits ? 0 : -1).toArray(),
                new float[size],
                IntStream.range(0, size).map(node -> 2 * node + 1).toArray(),
                IntStream.range(0, size).map(node -> 2 * node + 2).toArray(),
                new float[size],
                IntStream.range(0, size).mapToDouble(node -> 1).toArray(),
                new float[size]);
    }

    private static JsonObject record() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 40; i++) {
            json.append(i == 0 ? "" : ",").append("\"value").append(i).append("\":0.8867994915919107");
        }
        return JsonParser.parseString(json.append("}").toString()).getAsJsonObject();
    }
}
