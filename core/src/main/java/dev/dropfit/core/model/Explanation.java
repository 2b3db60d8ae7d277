package dev.dropfit.core.model;

import dev.dropfit.core.text.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How each column contributed to a row's score, as {@link Scorer#contributions} counts it.
 *
 * @param base the score of a row without features; it and the contributions add up to the row's score
 * @param contributions one per column, in the schema's order
 * @param ofWords what the strongest words of columns of texts contributed, and the rest of each text
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Explanation(double base, double[] contributions, List<Line> ofWords) {
    /** The maximum number of lines of a text, without that of its rest. */
    private static final int MAX_WORDS = 8;

    private static final String REST = "(the rest of the text)";

    /**
     * What contributed.
     *
     * @param input the index of the column
     * @param words of a text, the words as people read them; empty for a column as a whole
     */
    public record Line(int input, String words, double contribution) {}

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
        List<Line> words = List.of();
        for (int i = 0; i < columns.length; i++) {
            Input input = inputs.get(i);
            int first = input.first();
            int end = first + input.features().size();
            columns[i] = Arrays.stream(features, first, end).sum();
            if (input.isText() && !Double.isNaN(row[first])) {
                words = words.isEmpty() ? new ArrayList<>() : words;
                addWords(words, i, input, row, features, columns[i]);
            }
        }
        NumbersTooLargeException.check(columns);
        return new Explanation(base, columns, words);
    }

    /** The terms in the text and its length; terms that the text does not have are a part of the rest. */
    private static void addWords(
            List<Line> lines, int index, Input input, double[] row, double[] contributions, double sum) {
        int first = input.first();
        int[] strongest = IntStream.range(0, input.features().size())
                .filter(i -> contributions[first + i] != 0 && row[first + i] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(contributions[first + i])))
                .limit(MAX_WORDS)
                .mapToInt(Integer::intValue)
                .toArray();
        double rest = sum;
        for (int i : strongest) {
            String words = i == 0
                    ? "(a length of " + TextPart.characters(row[first]) + " characters)"
                    : Terms.shown(input.term(i));
            lines.add(new Line(index, words, contributions[first + i]));
            rest -= contributions[first + i];
        }
        if (rest != 0 || strongest.length == 0) {
            lines.add(new Line(index, REST, rest));
        }
    }

    /** The same of the score with the other sign. */
    public Explanation negated() {
        return new Explanation(
                -base,
                Arrays.stream(contributions).map(contribution -> -contribution).toArray(),
                ofWords.stream()
                        .map(line -> new Line(line.input(), line.words(), -line.contribution()))
                        .toList());
    }

    /** Each column, and instead of a text its strongest words and the rest; the largest contributions first, whatever their sign. */
    public List<Line> lines() {
        boolean[] words = new boolean[contributions.length];
        ofWords.forEach(line -> words[line.input()] = true);
        Stream<Line> columns = IntStream.range(0, contributions.length)
                .filter(i -> !words[i])
                .mapToObj(i -> new Line(i, "", contributions[i]));
        return Stream.concat(columns, ofWords.stream())
                .sorted(Comparator.comparingDouble(line -> -Math.abs(line.contribution())))
                .toList();
    }
}
