package dev.dropfit.monitor.dashboard.http;

/** A request is refused. The message is for the user. */
public final class RefusedException extends Exception {
    private final int status;
    private final String title;

    /**
     * @param status the HTTP status
     * @param title in a few words
     * @param message what was found and what is accepted, in one or two sentences
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
