package dev.dropfit.core.registry;

import java.util.Comparator;

/**
 * Which generations a model was made from. Later ones are newer; equal ones are neither.
 *
 * @param dataset the dataset's generation
 * @param settings the settings' generation, 0 if there were none
 */
public record Inputs(long dataset, long settings) implements Comparable<Inputs> {
    private static final Comparator<Inputs> ORDER =
            Comparator.comparingLong(Inputs::dataset).thenComparingLong(Inputs::settings);

    @Override
    public int compareTo(Inputs other) {
        return ORDER.compare(this, other);
    }
}
