package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.StorageUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SharedWorkTest {
    private static final Duration WAIT = Duration.ofMillis(50);

    private final AtomicLong nanoTime = new AtomicLong();
    private final RefreshClock clock = new RefreshClock(Duration.ofSeconds(10), nanoTime::get);
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void workThatCannotStartIsAFailureOfStorageAndLeavesNothingRunning() throws IOException {
        AtomicInteger rejections = new AtomicInteger();
        Executor full = work -> {
            if (rejections.getAndIncrement() == 0) {
                throw new RejectedExecutionException("full");
            }
            work.run();
        };
        SharedWork<String, String> work = new SharedWork<>(full, clock, WAIT);

        assertThatThrownBy(() -> work.get("key", this::result))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("Too many requests wait for storage");
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(work.get("key", this::result)).isEqualTo("1");
    }

    @Test
    void aFailureOfStorageIsRememberedForASecond() throws IOException {
        SharedWork<String, String> work = new SharedWork<>(Runnable::run, clock, WAIT);
        IOException down = new IOException("down");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> work.get("key", arrived -> {
                        runs.incrementAndGet();
                        throw down;
                    }))
                    .isSameAs(down);
        }
        assertThat(runs).hasValue(1);
        assertThat(work.get("other", this::result)).isEqualTo("2");
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(work.get("key", this::result)).isEqualTo("3");
    }

    @Test
    void anErrorIsReportedAndNotRemembered() throws IOException {
        SharedWork<String, String> work = new SharedWork<>(Runnable::run, clock, WAIT);

        assertThatThrownBy(() -> work.get("key", arrived -> {
                    throw new IllegalArgumentException("wrong");
                }))
                .hasMessage("wrong");

        assertThat(work.get("key", this::result)).isEqualTo("1");
    }

    @Test
    void aRequestWaitsForALimitedTimeAndALaterOneFindsTheResult() throws IOException {
        Queue<Runnable> waiting = new ArrayDeque<>();
        SharedWork<String, String> work = new SharedWork<>(waiting::add, clock, WAIT);

        assertThatThrownBy(() -> work.get("key", this::result, System.nanoTime() + WAIT.toNanos()))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("There is no response from storage yet");
        assertThatThrownBy(() -> work.get("key", this::result, System.nanoTime() + WAIT.toNanos()))
                .isInstanceOf(StorageUnavailableException.class);

        assertThat(waiting).hasSize(1);
        waiting.remove().run();
        assertThat(runs).hasValue(1);
    }

    private String result(Runnable arrived) {
        arrived.run();
        return String.valueOf(runs.incrementAndGet());
    }
}
