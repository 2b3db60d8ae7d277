package dev.dropfit.predictor.live;

import dev.dropfit.core.live.Traffic;
import dev.dropfit.predictor.observe.Tally;
import java.util.ArrayList;
import java.util.List;
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
    private static final Tally.Warning[] KINDS = Tally.Warning.values();

    private final AtomicLongArray durations = new AtomicLongArray(BOUNDS.length + 1);
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong clientErrors = new AtomicLong();
    private final AtomicLong serverErrors = new AtomicLong();
    private final AtomicLongArray warnings = new AtomicLongArray(KINDS.length);

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
            tally.warnings().forEach((kind, count) -> warnings.addAndGet(kind.ordinal(), count));
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
        for (Tally.Warning kind : KINDS) {
            long count = warnings.get(kind.ordinal());
            if (count > 0) {
                kinds.put(kind.text(), count);
            }
        }
        return new Traffic(ranges, nanos.get(), clientErrors.get(), serverErrors.get(), kinds);
    }
}
