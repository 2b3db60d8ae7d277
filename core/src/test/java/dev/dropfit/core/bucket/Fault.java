package dev.dropfit.core.bucket;

import java.time.Duration;

/** What goes wrong with a request to the fake store. */
public sealed interface Fault {
    /** Nothing does. */
    Fault NONE = new None();

    /** The connection breaks before anything is done. */
    Fault DROP_BEFORE = new DropBefore();

    /** The work is done, then the connection breaks: the answer gets lost. */
    Fault DROP_AFTER = new DropAfter();

    /** The answer's body breaks off half way. */
    Fault CUT_HALF = new CutHalf();

    /** One bit of the response's body is another. */
    Fault FLIP_BIT = new FlipBit();

    /** Nothing is done but to answer with this status. */
    static Fault status(int status) {
        return new Status(status);
    }

    /** The work is done and answered after a while. */
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
