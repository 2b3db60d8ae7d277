package dev.dropfit.predictor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A request that gets an error for an answer. */
final class RequestException extends Exception {
    private final String message;
    private final int status;
    private final List<FieldProblem> problems;
    private final Map<String, String> headers;

    /**
     * An error.
     *
     * @param status the HTTP status
     * @param message what was found and what is accepted
     */
    RequestException(int status, String message) {
        this(status, message, List.of(), Map.of());
    }

    RequestException(int status, String message, List<FieldProblem> problems, Map<String, String> headers) {
        super(message);
        this.message = message;
        this.status = status;
        this.problems = List.copyOf(problems);
        this.headers = Map.copyOf(headers);
    }

    @Override
    public String getMessage() {
        return message;
    }

    int status() {
        return status;
    }

    /** The message and all problems, for answers that have one text for an error. */
    String text() {
        return problems.isEmpty()
                ? message
                : message + ": " + problems.stream().map(FieldProblem::toString).collect(Collectors.joining(" | "));
    }

    /** What is wrong, field by field. */
    List<FieldProblem> problems() {
        return problems;
    }

    /** Headers that the answer must have. */
    Map<String, String> headers() {
        return headers;
    }
}
