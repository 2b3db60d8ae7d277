package dev.dropfit.predictor.http;

import java.util.Map;

/** A request gets an error because of its path, method, content type or length, or because its body has another format. */
public final class RequestException extends Exception {
    private final int status;
    private final Map<String, String> headers;

    /**
     * An error.
     *
     * @param status the HTTP status
     * @param message what was found and what is accepted
     */
    public RequestException(int status, String message) {
        this(status, message, Map.of());
    }

    /** @param headers headers that the response must have */
    public RequestException(int status, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
