package dev.dropfit.core.live.watch;

import dev.dropfit.core.Figures;
import dev.dropfit.core.live.LiveChange;
import dev.dropfit.core.live.LiveComparison;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.live.store.Hour;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.LongStream;

/** Whether a model predicts far fewer or far more rows than on any day of the week before. */
final class Volume {
    private static final int DAY = 24;
    private static final int DAYS = 7;

    /** How many hours are compared. */
    static final int HOURS = (DAYS + 1) * DAY;

    /** Requests come in bursts, and weekends are quiet: only such a factor beyond all seven days is reported. */
    private static final int FACTOR = 10;

    private Volume() {}

    /**
     * Compares the last 24 hours with each of the seven days before.
     *
     * @param rows of each hour
     * @param now the current hour
     */
    static Optional<LiveChange> of(NavigableMap<Hour, Long> rows, Hour now) {
        long today = sum(rows, now, 0);
        long[] before =
                LongStream.rangeClosed(1, DAYS).map(day -> sum(rows, now, day)).toArray();
        long least = LongStream.of(before).min().orElseThrow();
        long most = LongStream.of(before).max().orElseThrow();
        if (least >= LiveComparison.MIN_ROWS && today < least / FACTOR) {
            return Optional.of(change(today, "at least " + Figures.count(least)));
        }
        if (most >= LiveComparison.MIN_ROWS && before[DAYS - 1] > 0 && today / FACTOR > most) {
            return Optional.of(change(today, "at most " + Figures.count(most)));
        }
        return Optional.empty();
    }

    private static LiveChange change(long today, String usual) {
        return new LiveChange(
                TrainingBins.SCORE,
                LiveChange.Kind.VOLUME,
                LiveChange.From.WEEK,
                Figures.rows(today) + " in the last 24 hours; on each of the seven days before, " + usual);
    }

    private static long sum(NavigableMap<Hour, Long> rows, Hour now, long day) {
        Hour end = now.plus(1 - DAY * day);
        return rows.subMap(end.plus(-DAY), true, end, false).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
