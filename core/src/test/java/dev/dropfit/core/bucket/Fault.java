package dev.dropfit.core.bucket;

import java.time.Duration;

/** A fault of one request to the fake store. */
public sealed interface Fault {
    /** No fault. */
    Fault NONE = new None();

    /** The connection breaks before the operation. */
    Fault DROP_BEFORE = new DropBefore();

    /** The connection breaks after the operation: the response is lost. */
    Fault DROP_AFTER = new DropAfter();

    /** The connection breaks after half of the response body. */
    Fault CUT_HALF = new CutHalf();

    /** One bit of the response's body is another. */
    Fault FLIP_BIT = new FlipBit();

    /** Responds with this status, without the operation. */
    static Fault status(int status) {
        return new Status(status);
    }

    /** Responds after a delay. */
    static Fault delay(Duration time) {
        return new Delay(time);
    }

    record None() implements Fault {}

    record DropBefore() implements Fault {}

    record DropAfter() implements Fault {}

    record CutHalf() implements Fault {}

    record FlipBit() implements Fault {}

    record Status(int status) implements Fault {}

    record Delay(Duration time) implements Fault {}
}
