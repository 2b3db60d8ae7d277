package dev.dropfit.trainer.learn;

import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** The links that the numbers of the training rows allow. */
public final class NumberLinks {
    /** Numbers with a smaller skewness do not need their logarithm. */
    private static final double MIN_SKEWNESS = 1;
    /** With fewer rows, a skewness says nothing. */
    private static final int MIN_ROWS = 50;

    private NumberLinks() {}

    /** The margin itself, never negative if no training row is. */
    public static Link plain(Table table, Split split) {
        return Arrays.stream(numbers(table, split)).allMatch(value -> value >= 0) ? Link.NOT_NEGATIVE : Link.IDENTITY;
    }

    /**
     * The logarithm of numbers that are never negative and have a long tail of large ones. It is taken of the number plus a shift, with which
     * the logarithms are skewed least: 0 if no number is 0, 1, or half the median of the numbers that are not 0. A prediction is never larger
     * than the largest training row: a small error of a large logarithm is a large error of the number.
     */
    public static Optional<Link> logarithm(Table table, Split split) {
        double[] numbers = numbers(table, split);
        double min = Arrays.stream(numbers).min().orElse(-1);
        double max = Arrays.stream(numbers).max().orElse(-1);
        double skewness = skewness(numbers, value -> value);
        if (numbers.length < MIN_ROWS || !(min >= 0) || !(skewness > MIN_SKEWNESS)) {
            return Optional.empty();
        }
        double[] positive =
                Arrays.stream(numbers).filter(value -> value > 0).sorted().toArray();
        return DoubleStream.of(0, 1, positive[positive.length / 2] / 2)
                .filter(shift -> min + shift > 0)
                .mapToObj(shift -> Link.logarithm(shift, min, max))
                .min(Comparator.comparingDouble(link -> Math.abs(skewness(numbers, link::margin))))
                .filter(link -> Math.abs(skewness(numbers, link::margin)) < skewness);
    }

    private static double[] numbers(Table table, Split split) {
        Targets targets = new Targets(table, new Target.Quantity());
        double[] numbers = new double[split.count(table, false)];
        double[] decoded = new double[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        int at = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            targets.decode(chunk, decoded);
            int count = split.select(table.shares().get(chunk), false, selected);
            for (int i = 0; i < count; i++) {
                numbers[at++] = decoded[selected[i]];
            }
        }
        return numbers;
    }

    /** The third moment in standard deviations. NaN of equal numbers. */
    private static double skewness(double[] numbers, DoubleUnaryOperator scale) {
        double mean = Arrays.stream(numbers).map(scale).sum() / numbers.length;
        double square = 0;
        double cube = 0;
        for (double number : numbers) {
            double difference = scale.applyAsDouble(number) - mean;
            square += difference * difference;
            cube += difference * difference * difference;
        }
        double variance = square / numbers.length;
        return cube / numbers.length / (variance * Math.sqrt(variance));
    }
}
