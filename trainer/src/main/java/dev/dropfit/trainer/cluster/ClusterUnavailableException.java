package dev.dropfit.trainer.cluster;

/** A cluster can't be started: its settings are wrong, or it can't be reached. Nothing has been done with the dataset. */
public final class ClusterUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClusterUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
