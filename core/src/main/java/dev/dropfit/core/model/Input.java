package dev.dropfit.core.model;

import dev.dropfit.core.text.TextEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of the dataset that a model needs: one feature, or the parts of a date or text.
 *
 * @param column its name
 * @param first the index of its first feature in a row
 * @param features its features, at least one; more only for the parts of a date or text. The first part of a text is its length
 */
public record Input(String column, int first, List<Feature> features) {
    public Input {
        features = List.copyOf(features);
    }

    /** The columns of these features, each once, in the same order. */
    public static List<Input> of(List<Feature> features) {
        List<Input> inputs = new ArrayList<>();
        int first = 0;
        while (first < features.size()) {
            int end = first + 1;
            while (end < features.size() && samePartedColumn(features.get(first), features.get(end))) {
                end++;
            }
            inputs.add(new Input(features.get(first).column(), first, features.subList(first, end)));
            first = end;
        }
        return inputs;
    }

    private static boolean samePartedColumn(Feature one, Feature other) {
        return ((Feature.isDatePart(one) && Feature.isDatePart(other))
                        || (Feature.isTextPart(one) && Feature.isTextPart(other)))
                && one.column().equals(other.column());
    }

    /** The feature; for a date or text, the first of its parts. */
    public Feature feature() {
        return features.get(0);
    }

    /** Whether the cells are dates or times. */
    public boolean isDateTime() {
        return Feature.isDatePart(feature());
    }

    /** Whether the cells are texts. */
    public boolean isText() {
        return Feature.isTextPart(feature());
    }

    /** Whether the cells are numbers. */
    public boolean isNumber() {
        return feature() instanceof Feature.Numeric && !isDateTime() && !isText();
    }

    /** The name of the term of a feature of a text. */
    public String term(int index) {
        return textPart(index).term();
    }

    private TextPart textPart(int index) {
        return ((Feature.Numeric) features.get(index)).text().orElseThrow();
    }

    /** The weights of the terms of a text, without its length. */
    public TextEncoder textEncoder() {
        List<String> terms = new ArrayList<>(features.size());
        double[] frequencies = new double[features.size() - 1];
        for (int i = 1; i < features.size(); i++) {
            terms.add(term(i));
            frequencies[i - 1] = textPart(i).frequency();
        }
        return new TextEncoder(terms, frequencies);
    }

    /** Writes the parts of a time to the row. The time is in seconds since 1970, UTC; NaN if it is missing. */
    public void fill(double seconds, double[] row) {
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i) instanceof Feature.Numeric numeric
                    && numeric.part().isPresent()) {
                row[first + i] = numeric.part().get().number(seconds);
            }
        }
    }
}
