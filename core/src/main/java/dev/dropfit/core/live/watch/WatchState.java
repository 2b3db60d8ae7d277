package dev.dropfit.core.live.watch;

import dev.dropfit.core.live.LiveChange;
import dev.dropfit.core.live.store.Hour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about the live traffic of a model between checks. The names of its JSON fields are fixed.
 *
 * @param checked the hour of the last check; null before the first
 * @param version the version that was served then; null before the first check
 * @param open the changes that have been reported, and the hour in which each was last seen
 * @param alerts the newest alerts, the newest first
 */
record WatchState(
        @Nullable String checked, @Nullable String version, Map<String, String> open, List<LiveAlert> alerts) {
    static final WatchState NONE = new WatchState(null, null, Map.of(), List.of());

    private static final int MAX_ALERTS = 50;

    /** A change that is over for so long and comes again is reported again: longer than a weekend. */
    private static final int COOLDOWN_HOURS = 72;

    WatchState {
        open = open == null ? Map.of() : Map.copyOf(open);
        alerts = alerts == null ? List.of() : List.copyOf(alerts);
    }

    /** Whether this hour, or a later one, has been checked. */
    boolean isChecked(Hour hour) {
        return checked != null && checked.compareTo(hour.toString()) >= 0;
    }

    /** Whether this is the first check of its day in UTC. */
    boolean isFirstOfDay(Hour hour) {
        return checked == null
                || !checked.substring(0, 8).equals(hour.toString().substring(0, 8));
    }

    /** The state after a check: with an alert if there is a change that is not open. */
    WatchState after(Hour hour, String served, List<LiveChange> found) {
        Map<String, String> still = new HashMap<>();
        // Another version has other bins, and was trained on other rows.
        if (served.equals(version)) {
            String oldest = hour.plus(-COOLDOWN_HOURS).toString();
            open.forEach((key, seen) -> {
                if (seen.compareTo(oldest) > 0) {
                    still.put(key, seen);
                }
            });
        }
        List<LiveChange> news = found.stream()
                .filter(change -> !still.containsKey(change.key()))
                .toList();
        List<String> fresh = news.stream()
                .filter(change -> news.stream().noneMatch(change::isSaidBy))
                .map(LiveChange::text)
                .toList();
        found.forEach(change -> still.put(change.key(), hour.toString()));
        List<LiveAlert> all = new ArrayList<>(alerts);
        if (!fresh.isEmpty()) {
            all.add(0, new LiveAlert(hour.toString(), served, fresh));
        }
        return new WatchState(hour.toString(), served, still, all.subList(0, Math.min(all.size(), MAX_ALERTS)));
    }
}
