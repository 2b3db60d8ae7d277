package dev.dropfit.monitor.dashboard.http;

/** A request that is not done: what the person is told. */
public final class RefusedException extends Exception {
    private final int status;
    private final String title;

    /**
     * @param status the HTTP status
     * @param title a few words
     * @param message what was found and what is accepted, a sentence or two
     */
    public RefusedException(int status, String title, String message) {
        super(message);
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
