package dev.dropfit.core.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RetriesTest {
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T08:41:33Z");
    private int attempts;

    @Test
    void whatStorageKeepsFromBeingDoneIsTriedAgainAfterPausesThatDouble() throws IOException {
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
    void theLastFaultIsThrownWhenTheTimeIsUp() {
        Instant end = now.plusSeconds(60);

        assertThatThrownBy(() -> retries(Duration.ofSeconds(60)).run(() -> {
                    throw new StorageUnavailableException("HTTP 503, for the " + ++attempts + "th time");
                }))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("HTTP 503, for the " + (pauses.size() + 1) + "th time");

        assertThat(pauses).hasSizeGreaterThan(5).allMatch(pause -> pause.compareTo(Duration.ofSeconds(15)) <= 0);
        assertThat(now).isBeforeOrEqualTo(end);
    }

    @Test
    void whatWillNotHelpIsNotTriedAgain() {
        assertThatThrownBy(() -> retries(Duration.ofMinutes(3)).run(() -> {
                    attempts++;
                    throw new IOException("HTTP 403");
                }))
                .hasMessage("HTTP 403");

        assertThat(attempts).isOne();
    }

    @Test
    void anInterruptionEndsTheTrying() {
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
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        return new Retries(
                limit,
                clock,
                pause -> {
                    pauses.add(pause);
                    now = now.plus(pause);
                },
                new SplittableRandom(1));
    }
}
