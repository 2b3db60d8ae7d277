package dev.dropfit.core.registry;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import java.util.List;

/** A model's first predictions, before it is served: of a row of first levels and zeros, and of a row without values. */
public final class FirstPredictions {
    private FirstPredictions() {}

    /**
     * Tries a model.
     *
     * @throws InvalidModelException when it does not predict finite numbers
     */
    public static void check(Model model) throws InvalidModelException {
        List<Feature> features = model.pipeline().features();
        double[] row = new double[features.size()];
        score(model, row);
        for (int f = 0; f < row.length; f++) {
            row[f] = features.get(f).missing();
        }
        score(model, row);
    }

    private static void score(Model model, double[] row) throws InvalidModelException {
        double[] scores = new double[model.outputs()];
        try {
            model.scorer().score(row, scores);
        } catch (RuntimeException e) {
            throw new InvalidModelException("its first prediction fails: " + e.getMessage(), e);
        }
        for (double score : scores) {
            if (!Double.isFinite(score)) {
                throw new InvalidModelException("its first prediction is not a finite number");
            }
        }
    }
}
