package dev.dropfit.trainer.batch;

import java.io.IOException;

/** A file is not scored yet. Its event has to arrive again; to try again at once would not help. */
public final class UnfinishedBatchException extends IOException {
    private static final long serialVersionUID = 1;

    UnfinishedBatchException(String message) {
        super(message);
    }
}
