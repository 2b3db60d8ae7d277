package dev.dropfit.core.registry.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of the holdout on which a model is very wrong. It has values of the dataset, so it is stored only if the settings ask for it.
 *
 * @param line where it begins in the dataset, from 1
 * @param actual its label
 * @param predicted what the model predicts for it
 * @param error for a number the actual value minus the predicted one; for classes 1 minus the probability of the actual class, from 0 to 1
 * @param values its values by column, the most influential column first; without missing ones
 */
public record WorstRow(long line, String actual, String predicted, double error, Map<String, String> values) {
    public WorstRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
