package dev.dropfit.trainer.learn.tree;

import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs work in parts: in parallel if there are several, in this thread if there is one. */
public final class ParallelParts {
    private ParallelParts() {}

    /** The results of the parts, in order. */
    public static <T> Stream<T> of(int parts, IntFunction<T> work) {
        IntStream indices = IntStream.range(0, parts);
        return (parts > 1 ? indices.parallel() : indices).mapToObj(work);
    }

    /** Runs the parts. */
    public static void run(int parts, IntConsumer work) {
        IntStream indices = IntStream.range(0, parts);
        (parts > 1 ? indices.parallel() : indices).forEach(work);
    }
}
