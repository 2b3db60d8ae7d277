package dev.dropfit.core.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.MovedClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RetriesTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T08:41:33Z"));
    private int attempts;

    @Test
    void afterAStorageErrorTheOperationIsRetriedAfterPausesThatDouble() throws IOException {
        String result = retries(Duration.ofMinutes(3)).run(() -> {
            if (++attempts < 6) {
                throw attempts % 2 == 0
                        ? new PreconditionFailedException("a", 1)
                        : new StorageUnavailableException("HTTP 503");
            }
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(attempts).isEqualTo(6);
        long longest = 250;
        for (Duration pause : pauses) {
            assertThat(pause.toMillis()).isBetween(longest / 2, longest);
            longest *= 2;
        }
    }

    @Test
    void pausesDifferAtRandomSoThatClientsThatFailedTogetherRetrySeparately() {
        List<List<Duration>> pausesOfWriters = new ArrayList<>();
        for (int writer = 0; writer < 20; writer++) {
            pauses.clear();
            RandomGenerator random = new SplittableRandom(writer);
            assertThatThrownBy(() -> retries(Duration.ofMinutes(3), random).run(() -> {
                        throw new StorageUnavailableException("HTTP 503");
                    }))
                    .isInstanceOf(StorageUnavailableException.class);
            pausesOfWriters.add(List.copyOf(pauses));
        }

        for (int attempt = 0, longest = 250; longest <= 8_000; attempt++, longest *= 2) {
            int number = attempt;
            List<Long> millis = pausesOfWriters.stream()
                    .map(writer -> writer.get(number).toMillis())
                    .toList();
            assertThat(Collections.min(millis)).isBetween(longest / 2L, longest * 65L / 100);
            assertThat(Collections.max(millis)).isBetween(longest * 85L / 100, (long) longest);
        }
    }

    @Test
    void pausesStayAtTheMaximum() {
        assertThatThrownBy(() -> retries(Duration.ofMinutes(10)).run(() -> {
                    throw new StorageUnavailableException("HTTP 503");
                }))
                .isInstanceOf(StorageUnavailableException.class);

        assertThat(pauses.subList(6, pauses.size()))
                .hasSizeGreaterThan(30)
                .allSatisfy(pause -> assertThat(pause.toMillis()).isBetween(7_500L, 15_000L))
                .anySatisfy(pause -> assertThat(pause.toMillis()).isGreaterThan(14_000));
    }

    @Test
    void theLastExceptionIsThrownWhenTheTimeIsUp() {
        Instant end = clock.instant().plusSeconds(60);

        assertThatThrownBy(() -> retries(Duration.ofSeconds(60)).run(() -> {
                    throw new StorageUnavailableException("HTTP 503, for the " + ++attempts + "th time");
                }))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("HTTP 503, for the " + (pauses.size() + 1) + "th time");

        assertThat(pauses).hasSizeGreaterThan(5).allMatch(pause -> pause.compareTo(Duration.ofSeconds(15)) <= 0);
        assertThat(clock.instant()).isBeforeOrEqualTo(end);
    }

    @Test
    void permanentErrorsAreNotRetried() {
        assertThatThrownBy(() -> retries(Duration.ofMinutes(3)).run(() -> {
                    attempts++;
                    throw new IOException("HTTP 403");
                }))
                .hasMessage("HTTP 403");

        assertThat(attempts).isOne();
    }

    @Test
    void anInterruptionEndsTheRetries() {
        Retries retries = new Retries(
                Duration.ofMinutes(3),
                Clock.systemUTC(),
                pause -> {
                    throw new InterruptedException();
                },
                new SplittableRandom(1));

        assertThatThrownBy(() -> retries.run(() -> {
                    throw new StorageUnavailableException("HTTP 503");
                }))
                .hasMessage("HTTP 503");

        assertThat(Thread.interrupted()).isTrue();
    }

    private Retries retries(Duration limit) {
        return retries(limit, new SplittableRandom(1));
    }

    private Retries retries(Duration limit, RandomGenerator random) {
        return new Retries(
                limit,
                clock,
                pause -> {
                    pauses.add(pause);
                    clock.advance(pause);
                },
                random);
    }
}
