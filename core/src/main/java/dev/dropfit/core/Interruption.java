package dev.dropfit.core;

import java.util.concurrent.CancellationException;

/** Ends long work whose thread was interrupted. The work asks between steps, because no other thread can end it safely. */
public final class Interruption {
    private Interruption() {}

    /**
     * Does nothing, unless this thread was interrupted. It stays interrupted.
     *
     * @throws CancellationException when this thread was interrupted
     */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the work was interrupted");
        }
    }
}
