package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RefreshClockTest {
    /** Like {@link System#nanoTime}, it may overflow. */
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void aLookIsDueWhenTheIntervalHasPassed() {
        RefreshClock clock = new RefreshClock(Duration.ofNanos(10), nanoTime::get);
        long look = clock.now();

        assertThat(clock.isDue(look, look + 9)).isFalse();
        assertThat(clock.isDue(look, look + 10)).isTrue();
    }

    @Test
    void aLookIsRecentForASecond() {
        RefreshClock clock = new RefreshClock(Duration.ofSeconds(10), nanoTime::get);
        long look = clock.now();

        nanoTime.addAndGet(999_999_999);
        assertThat(clock.isRecent(look)).isTrue();
        nanoTime.incrementAndGet();
        assertThat(clock.isRecent(look)).isFalse();
    }

    @Test
    void aLookIsRecentForNoLongerThanTheInterval() {
        RefreshClock clock = new RefreshClock(Duration.ofNanos(10), nanoTime::get);
        long look = clock.now();

        nanoTime.addAndGet(10);
        assertThat(clock.isRecent(look)).isFalse();
    }
}
