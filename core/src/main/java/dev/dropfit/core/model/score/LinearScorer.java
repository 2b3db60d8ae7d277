package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.HeapSize;
import java.util.Arrays;
import java.util.List;

/**
 * A linear model over the encoded columns: softmax of the classes' margins (for two classes the logistic function of their difference),
 * or the margin for a quantity.
 */
public final class LinearScorer implements MarginScorer {
    private final List<Feature> features;
    private final boolean classes;
    private final double[][] weights;
    /** For each feature, its first encoded column and the parameters of the standardisation; a category has a scale of 0. */
    private final int[] offsets;

    private final double[] medians;
    private final double[] means;
    private final double[] scales;
    private final boolean bounded;
    private final double min;
    private final double max;

    /**
     * @param features in the order of a row
     * @param classes whether the outputs are classes (then at least two) or one quantity
     * @param weights [output][encoded column, then the intercept]
     */
    public LinearScorer(List<Feature> features, boolean classes, double[][] weights) {
        this(features, classes, weights, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private LinearScorer(List<Feature> features, boolean classes, double[][] weights, double min, double max) {
        this.min = min;
        this.max = max;
        bounded = min > Double.NEGATIVE_INFINITY || max < Double.POSITIVE_INFINITY;
        this.features = List.copyOf(features);
        this.classes = classes;
        this.weights = weights.clone();
        offsets = new int[features.size()];
        medians = new double[features.size()];
        means = new double[features.size()];
        scales = new double[features.size()];
        int offset = 0;
        for (int f = 0; f < offsets.length; f++) {
            offsets[f] = offset;
            offset += features.get(f).width();
            if (features.get(f) instanceof Feature.Numeric numeric) {
                medians[f] = numeric.median();
                means[f] = numeric.mean();
                scales[f] = numeric.scale();
            }
        }
    }

    /**
     * The same model of a quantity, whose margin is the nearest number between these bounds.
     *
     * @param smallest negative infinity if there is no bound
     * @param largest infinity if there is no bound
     */
    public LinearScorer within(double smallest, double largest) {
        return new LinearScorer(features, classes, weights, smallest, largest);
    }

    /** Whether the margin has bounds. */
    public boolean isBounded() {
        return bounded;
    }

    /** The smallest margin; negative infinity if there is no bound. */
    public double min() {
        return min;
    }

    /** The largest margin; infinity if there is no bound. */
    public double max() {
        return max;
    }

    @Override
    public void margins(double[] row, double[] margins) {
        if (weights.length == 2) {
            margins[0] = 0;
            margins[1] = 0;
            addTwoMargins(row, margins);
            return;
        }
        for (int k = 0; k < weights.length; k++) {
            margins[k] = margin(weights[k], row);
        }
        if (bounded) {
            margins[0] = within(margins[0]);
        }
    }

    /** Adds the margins of a row to those of other models. */
    void addMargins(double[] row, double[] margins) {
        if (bounded) {
            margins[0] += within(margin(weights[0], row));
            return;
        }
        if (weights.length == 2) {
            addTwoMargins(row, margins);
            return;
        }
        for (int k = 0; k < weights.length; k++) {
            margins[k] += margin(weights[k], row);
        }
    }

    /** A margin that is not finite stays as it is: the row has no prediction. */
    private double within(double margin) {
        return Double.isFinite(margin) ? Math.max(min, Math.min(max, margin)) : margin;
    }

    @Override
    public void score(double[] row, double[] scores) {
        margins(row, scores);
        if (classes) {
            Softmax.apply(scores, weights.length);
        }
    }

    /** The weights, [output][encoded column, then the intercept]. Not a copy; do not change them. */
    public double[][] weights() {
        return weights;
    }

    @Override
    public long heapBytes() {
        long bytes = 3L * HeapSize.array(medians.length, Double.BYTES) + HeapSize.array(offsets.length, Integer.BYTES);
        for (double[] ofOutput : weights) {
            bytes += HeapSize.array(ofOutput.length, Double.BYTES);
        }
        return bytes;
    }

    @Override
    public long contributionSteps() {
        return features.size();
    }

    @Override
    public double contributions(double[] row, int output, double[] contributions) {
        boolean binary = classes && weights.length == 2;
        double[] own = weights[binary ? 1 : output];
        int at = 0;
        for (int f = 0; f < row.length; f++) {
            Feature feature = features.get(f);
            double sum = 0;
            if (feature instanceof Feature.Numeric numeric) {
                sum = (own[at] - (binary ? weights[0][at] : 0)) * numeric.encode(row[f]);
            } else if (row[f] >= 0) {
                int column = at + (int) row[f];
                sum = own[column] - (binary ? weights[0][column] : 0);
            }
            contributions[f] = sum;
            at += feature.width();
        }
        double base = own[at] - (binary ? weights[0][at] : 0);
        return bounded ? shortened(base, contributions) : base;
    }

    /** Makes the contributions to a margin beyond a bound smaller, all by the same factor, so that they add up to the bound. */
    private double shortened(double base, double[] contributions) {
        double sum = Arrays.stream(contributions).sum();
        double margin = within(base + sum);
        double start = within(base);
        if (margin == base + sum) {
            return base;
        }
        for (int f = 0; f < contributions.length; f++) {
            contributions[f] *= (margin - start) / sum;
        }
        return start;
    }

    /** The usual case, in one pass over the row: a division takes longer than all the rest of a number. The sums have the order of {@link #margin}. */
    private void addTwoMargins(double[] row, double[] margins) {
        double[] first = weights[0];
        double[] second = weights[1];
        double one = first[first.length - 1];
        double other = second[second.length - 1];
        for (int f = 0; f < row.length; f++) {
            double value = row[f];
            int column = offsets[f];
            if (scales[f] != 0) {
                double number = ((Double.isNaN(value) ? medians[f] : value) - means[f]) / scales[f];
                one += first[column] * number;
                other += second[column] * number;
            } else if (value >= 0) {
                one += first[column + (int) value];
                other += second[column + (int) value];
            }
        }
        margins[0] += one;
        margins[1] += other;
    }

    private double margin(double[] weights, double[] row) {
        double margin = weights[weights.length - 1];
        for (int f = 0; f < row.length; f++) {
            double value = row[f];
            if (scales[f] != 0) {
                margin += weights[offsets[f]] * (((Double.isNaN(value) ? medians[f] : value) - means[f]) / scales[f]);
            } else if (value >= 0) {
                margin += weights[offsets[f] + (int) value];
            }
        }
        return margin;
    }
}
