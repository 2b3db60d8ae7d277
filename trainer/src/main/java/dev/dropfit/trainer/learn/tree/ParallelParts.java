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
        return parts == 1
                ? Stream.of(work.apply(0))
                : IntStream.range(0, parts).parallel().mapToObj(work);
    }

    /** Runs the parts. */
    public static void run(int parts, IntConsumer work) {
        if (parts == 1) {
            work.accept(0);
        } else {
            IntStream.range(0, parts).parallel().forEach(work);
        }
    }
}
