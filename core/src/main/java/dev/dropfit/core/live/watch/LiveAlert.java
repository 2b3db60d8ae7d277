package dev.dropfit.core.live.watch;

import dev.dropfit.core.live.store.Hour;
import java.util.List;
import java.util.Objects;

/**
 * Changes of live traffic that a person should hear of. The names of its JSON fields are fixed.
 *
 * @param hour the name of the hour in which they were found
 * @param version the version that was served
 * @param changes what changed, for people; may contain text from the dataset
 */
public record LiveAlert(String hour, String version, List<String> changes) {
    public LiveAlert {
        Objects.requireNonNull(version, "version");
        if (Hour.parse(hour).isEmpty()) {
            throw new IllegalArgumentException("'" + hour + "' is not an hour");
        }
        changes = List.copyOf(changes);
    }

    /** The hour in which the changes were found. */
    public Hour found() {
        return Hour.parse(hour).orElseThrow();
    }
}
