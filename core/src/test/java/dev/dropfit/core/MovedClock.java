package dev.dropfit.core;

import dev.dropfit.core.bucket.Retries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;

/** A clock that stands still until a test, or a pause of its retries, moves it. Thread-safe. */
public final class MovedClock extends Clock {
    private Instant now;

    /** A clock at a time that does not matter. */
    public MovedClock() {
        this(Instant.parse("2026-11-22T09:00:00Z"));
    }

    public MovedClock(Instant now) {
        this.now = now;
    }

    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    /** Retries that wait in this clock's time. */
    public Retries retries(Duration limit) {
        return new Retries(limit, this, this::advance, new Random(1));
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
        return this;
    }
}
