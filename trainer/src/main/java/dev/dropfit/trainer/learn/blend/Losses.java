package dev.dropfit.trainer.learn.blend;

import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.feature.ModelSize;
import java.util.Arrays;

/**
 * The losses of rows by their margins: log loss for classes, the squared error for a quantity. Two classes have one margin, the difference.
 * The mean of predictions that are learned as logarithms is corrected to that of the rows (N. Duan, 1983, "Smearing estimate").
 *
 * @param classes whether the target is classes
 * @param link of a quantity
 * @param outputs the number of margins of a row
 * @param actual the index of the class, or the number, of each row
 */
@SuppressWarnings("ArrayRecordComponent") // Large, and never compared.
record Losses(boolean classes, Link link, int outputs, double[] actual) {
    static Losses of(Target target, double[] actual) {
        Link link = target instanceof Target.Quantity quantity ? quantity.link() : Link.IDENTITY;
        return new Losses(target instanceof Target.Classes, link, ModelSize.margins(target), actual);
    }

    /** The same for other rows. */
    Losses with(double[] other) {
        return new Losses(classes, link, outputs, other);
    }

    int rows() {
        return actual.length;
    }

    /** The share of the rows that two even classes would need for as many rows of the rarer class, from 0 to 1; 1 for other targets. */
    double evenness() {
        if (!classes || outputs > 1) {
            return 1;
        }
        double share = Arrays.stream(actual).average().orElse(0.5);
        return 2 * Math.min(share, 1 - share);
    }

    /** The link with the factor that makes the mean of the predictions that of the rows. */
    Link corrected(double[] margins, double factor) {
        if (!link.logarithm()) {
            return link;
        }
        double largest = link.max() + link.shift();
        double predicted = 0;
        double sum = 0;
        for (int row = 0; row < rows(); row++) {
            predicted += Math.min(largest, Math.exp(factor * margins[row]));
            sum += actual[row] + link.shift();
        }
        double correction = sum / predicted;
        return correction > 0 && Double.isFinite(correction) ? link.withFactor(correction) : link;
    }

    /**
     * The loss of a row.
     *
     * @param corrected the link of a quantity
     * @param margins [row * outputs + output]
     * @param factor of the margins
     */
    private double of(Link corrected, double[] margins, double factor, int row) {
        if (!classes) {
            double error = corrected.value(factor * margins[row]) - actual[row];
            return error * error;
        }
        if (outputs == 1) {
            double margin = factor * margins[row];
            return Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(margin, 0) - actual[row] * margin;
        }
        int first = row * outputs;
        double largest = margins[first];
        for (int k = 1; k < outputs; k++) {
            largest = Math.max(largest, margins[first + k]);
        }
        double sum = 0;
        for (int k = 0; k < outputs; k++) {
            sum += Math.exp(factor * (margins[first + k] - largest));
        }
        return Math.log(sum) - factor * (margins[first + (int) actual[row]] - largest);
    }

    /**
     * The loss of each row.
     *
     * @param margins [row * outputs + output]
     * @param factor of the margins
     */
    double[] of(double[] margins, double factor) {
        Link corrected = corrected(margins, factor);
        double[] losses = new double[rows()];
        for (int row = 0; row < losses.length; row++) {
            losses[row] = of(corrected, margins, factor, row);
        }
        return losses;
    }

    /** The mean loss. */
    double mean(double[] margins, double factor) {
        Link corrected = corrected(margins, factor);
        double sum = 0;
        for (int row = 0; row < rows(); row++) {
            sum += of(corrected, margins, factor, row);
        }
        return sum / rows();
    }

    /** A mean loss in words: a log loss, or a root mean squared error. */
    String phrase(double mean) {
        return classes ? "log loss " + Metric.LOG_LOSS.format(mean) : "RMSE " + Metric.RMSE.format(Math.sqrt(mean));
    }
}
