package dev.dropfit.predictor.dialect;

import dev.dropfit.core.model.Target;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The likeliest classes of each row as Triton writes them: the probability, the number and the name of a class, like {@code 0.9:1:yes}. Asked
 * for in the order of the rows, it sorts the classes of each row once. Not thread-safe.
 */
final class TopClasses implements IntFunction<@Nullable String> {
    private final InferenceScores scores;
    private final Target.Classes classes;
    private final int count;
    private List<Integer> ranked = List.of();
    private int rankedRow = -1;

    /** @param wanted how many classes of each row, from 1; all if the model has fewer */
    TopClasses(InferenceScores scores, Target.Classes classes, int wanted) {
        this.scores = scores;
        this.classes = classes;
        count = Math.min(wanted, classes.size());
    }

    /** The number of rows, and the number of classes of each. */
    List<Integer> shape() {
        return List.of(scores.size(), count);
    }

    /** The text at an index of the tensor; null for a row that can't be used. */
    @Override
    public @Nullable String apply(int index) {
        int row = index / count;
        if (!scores.isPredicted(row)) {
            return null;
        }
        int first = row * classes.size();
        if (row != rankedRow) {
            ranked = IntStream.range(0, classes.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(k -> -scores.scores()[first + k]))
                    .toList();
            rankedRow = row;
        }
        int k = ranked.get(index % count);
        return scores.scores()[first + k] + ":" + k + ":" + classes.name(k);
    }
}
