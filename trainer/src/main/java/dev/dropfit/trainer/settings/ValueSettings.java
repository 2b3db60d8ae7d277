package dev.dropfit.trainer.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the settings of a model say about how the values of its columns are written. The rest is inferred from the values.
 *
 * @param missing the texts that stand for missing values, besides the usual ones
 * @param dates the order of dates that can be read with the day or with the month first; by the rules if absent
 * @param times the columns whose numbers are times if they can be, also when they are few and the name does not say it
 */
public record ValueSettings(List<String> missing, Optional<DateOrder> dates, Set<String> times) {
    /** All is inferred. */
    public static final ValueSettings NONE = new ValueSettings(List.of(), Optional.empty(), Set.of());

    public ValueSettings {
        missing = List.copyOf(missing);
        times = Set.copyOf(times);
    }
}
