package dev.dropfit.core.registry.facts;

import dev.dropfit.core.Figures;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The errors of predicted numbers.
 *
 * @param quantiles of the actual value minus the predicted one, by the share of rows that are lower, from 0 to 1
 * @param byPrediction the errors of rows with similar predictions, from low to high predictions
 */
public record ResidualFacts(SortedMap<Double, Double> quantiles, List<Group> byPrediction) {
    /** No numbers were predicted. */
    public static final ResidualFacts NONE = new ResidualFacts(new TreeMap<>(), List.of());

    public ResidualFacts {
        quantiles = Collections.unmodifiableSortedMap(new TreeMap<>(quantiles));
        byPrediction = List.copyOf(byPrediction);
    }

    /** Whether no numbers were predicted. */
    public boolean isNone() {
        return quantiles.isEmpty() && byPrediction.isEmpty();
    }

    /** How far the actual values are from their predictions, as a sentence; empty if the record does not say. */
    public Optional<String> spread() {
        return between(0.25, 0.75)
                .flatMap(half -> between(0.05, 0.95)
                        .map(most -> "The actual value minus the prediction is " + half + " for half of the rows, and "
                                + most + " for nine of ten."));
    }

    private Optional<String> between(double low, double high) {
        return Optional.ofNullable(quantiles.get(low))
                .flatMap(from -> Optional.ofNullable(quantiles.get(high))
                        .map(to -> Figures.number(from) + " to " + Figures.number(to)));
    }

    /**
     * About a tenth of the rows.
     *
     * @param rows how many there are, at least 1
     * @param predicted the mean prediction
     * @param actual the mean actual value
     * @param mae the mean absolute error
     */
    public record Group(int rows, double predicted, double actual, Estimate mae) {}
}
