package dev.dropfit.predictor.live;

import dev.dropfit.core.live.Traffic;
import dev.dropfit.predictor.observe.Tally;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts the requests for one version of a model. Thread-safe; counting takes no lock. */
final class TrafficCounter {
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final long[] BOUNDS =
            Traffic.BOUNDS.stream().mapToLong(Long::longValue).toArray();

    private final AtomicLongArray durations = new AtomicLongArray(BOUNDS.length + 1);
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong clientErrors = new AtomicLong();
    private final AtomicLong serverErrors = new AtomicLong();
    private final Map<Tally.Warning, AtomicLong> warnings = new EnumMap<>(Tally.Warning.class);

    TrafficCounter() {
        for (Tally.Warning kind : Tally.Warning.values()) {
            warnings.put(kind, new AtomicLong());
        }
    }

    /**
     * Counts a request that has predicted rows, or failed.
     *
     * @param duration in nanoseconds
     */
    void add(int status, Tally tally, long duration) {
        if (status >= SERVER_ERROR) {
            serverErrors.incrementAndGet();
        } else if (status >= CLIENT_ERROR) {
            clientErrors.incrementAndGet();
        } else {
            tally.warnings()
                    .forEach((kind, count) ->
                            Objects.requireNonNull(warnings.get(kind)).addAndGet(count));
        }
        int range = 0;
        while (range < BOUNDS.length && duration > BOUNDS[range]) {
            range++;
        }
        durations.incrementAndGet(range);
        nanos.addAndGet(duration);
    }

    /** The requests since the start. */
    Traffic traffic() {
        List<Long> ranges = new ArrayList<>();
        for (int range = 0; range < durations.length(); range++) {
            ranges.add(durations.get(range));
        }
        SortedMap<String, Long> kinds = new TreeMap<>();
        warnings.forEach((kind, count) -> {
            if (count.get() > 0) {
                kinds.put(kind.text(), count.get());
            }
        });
        return new Traffic(ranges, nanos.get(), clientErrors.get(), serverErrors.get(), kinds);
    }
}
