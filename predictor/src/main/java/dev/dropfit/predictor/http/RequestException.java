package dev.dropfit.predictor.http;

import java.util.Map;

/** A request is refused for what HTTP says of it: path, method, content type, length. */
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
