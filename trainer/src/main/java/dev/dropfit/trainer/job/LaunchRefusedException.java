package dev.dropfit.trainer.job;

/** The job can't be started, and a retry will not help. The message says why, and what to do. */
public final class LaunchRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message what to do, without a full stop */
    public LaunchRefusedException(String message) {
        super(message);
    }
}
