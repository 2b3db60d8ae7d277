package dev.dropfit.trainer.drift;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.ModelFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The columns that a model relied on and the next one does not: their values may have lost their rows. A mixed up column has the same
 * distribution as before, so nothing else shows it. Only for data that is known to have changed: weights differ by chance too.
 */
public final class LostInfluence {
    /** The name of the anomaly. */
    public static final String NAME = "mixed-up-column";

    private static final double MIN_SHARE = 0.15;

    /** A share that is smaller than this part of the share before has fallen. */
    private static final double FALLEN = 0.25;

    private static final int MAX_COLUMNS = 3;

    private LostInfluence() {}

    /** The columns that lost their influence, the most influential one first. */
    public static List<Anomaly> of(ModelFacts before, ModelFacts now) {
        Map<String, Double> shares = now.influences();
        return before.influences().entrySet().stream()
                .filter(column -> column.getValue() >= MIN_SHARE
                        && shares.containsKey(column.getKey())
                        && shares.getOrDefault(column.getKey(), 0.0) < FALLEN * column.getValue())
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MAX_COLUMNS)
                .map(column -> Anomaly.of(
                        NAME,
                        "'" + column.getKey() + "' had " + Figures.percent(column.getValue())
                                + " of the influence on the predictions of the previous model, and has "
                                + Figures.percent(shares.getOrDefault(column.getKey(), 0.0))
                                + " now. Check whether its values are in the right rows"))
                .toList();
    }
}
