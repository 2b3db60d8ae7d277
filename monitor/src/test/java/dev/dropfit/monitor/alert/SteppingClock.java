package dev.dropfit.monitor.alert;

import dev.dropfit.core.bucket.Retries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;

/** A clock that moves on demand and during waits. Thread-safe. */
public final class SteppingClock extends Clock {
    private Instant now = Instant.parse("2026-11-22T09:00:00Z");

    synchronized void step(Duration time) {
        now = now.plus(time);
    }

    /** Retries that wait in this clock's time. */
    public Retries retries(Duration limit) {
        return new Retries(limit, this, this::step, new Random(1));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a test has one zone");
    }
}
