package dev.dropfit.monitor.dashboard;

/** A request that is not done: what the person is told. */
final class RefusedException extends Exception {
    private final int status;
    private final String title;

    /**
     * @param status the HTTP status
     * @param title a few words
     * @param message what was found and what is accepted, a sentence or two
     */
    RefusedException(int status, String title, String message) {
        super(message);
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
