package dev.dropfit.core.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How each column contributed to a row's score, as {@link Scorer#contributions} counts it.
 *
 * @param base the score of a row without features; it and the contributions add up to the row's score
 * @param contributions one per column, in the schema's order
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Explanation(double base, double[] contributions) {
    /**
     * Explains a row's score.
     *
     * @param inputs the model's
     * @param row one value per feature
     * @param output the index of the class to explain; ignored for two classes and for a quantity
     * @throws NumbersTooLargeException when a contribution is not finite
     */
    public static Explanation of(Model model, List<Input> inputs, double[] row, int output)
            throws NumbersTooLargeException {
        double[] features = new double[row.length];
        double base = model.scorer().contributions(row, output, features);
        double[] columns = new double[inputs.size()];
        for (int i = 0; i < columns.length; i++) {
            int first = inputs.get(i).first();
            int end = first + inputs.get(i).features().size();
            columns[i] = Arrays.stream(features, first, end).sum();
        }
        NumbersTooLargeException.check(columns);
        return new Explanation(base, columns);
    }

    /** The indices of the columns, those of the largest contributions first, whatever their sign. */
    public List<Integer> largestFirst() {
        return IntStream.range(0, contributions.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(contributions[i])))
                .toList();
    }
}
