package dev.dropfit.trainer;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Ends the training of a run that somebody has cancelled: interrupts the thread that has made this. Once the training is over, nothing is
 * interrupted any more, so that what is published is published whole. Thread-safe.
 */
final class RunStop {
    private final Thread training = Thread.currentThread();
    private final Request request;
    private Optional<String> who = Optional.empty();
    private boolean over;

    /** @param request looks whether somebody has cancelled the run */
    RunStop(Request request) {
        this.request = request;
    }

    /** Looks whether somebody has cancelled a run. */
    @FunctionalInterface
    interface Request {
        /** Who has; empty text if that is not known, and empty if nobody has. */
        Optional<String> find() throws IOException;
    }

    /** Looks for a request; another thread than that of the training does this again and again. */
    void look() throws IOException {
        Optional<String> found = request.find();
        synchronized (this) {
            if (found.isPresent() && !over) {
                who = found;
                training.interrupt();
            }
        }
    }

    /**
     * The training is over, or has failed. To be called by its thread, which is not interrupted then.
     *
     * @return who has cancelled the run before; empty if nobody has
     */
    synchronized Optional<String> end() {
        if (!over && who.isPresent()) {
            Thread.interrupted();
        }
        over = true;
        return who;
    }

    /**
     * The training is over.
     *
     * @throws CancellationException when somebody has cancelled the run before
     */
    void endUnlessCancelled() {
        if (end().isPresent()) {
            throw new CancellationException("the run was cancelled");
        }
    }
}
