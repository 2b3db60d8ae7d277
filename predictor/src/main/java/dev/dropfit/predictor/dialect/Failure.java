package dev.dropfit.predictor.dialect;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.memory.LimitExceededException;
import dev.dropfit.predictor.row.FieldProblem;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.TooManyRowsException;
import dev.dropfit.predictor.serve.NoModelException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a request gets an error. Each dialect writes it in its own format.
 *
 * @param status the HTTP status
 * @param message what was found and what is accepted
 * @param problems what is wrong with single fields
 * @param headers headers that the response must have
 */
record Failure(int status, String message, List<FieldProblem> problems, Map<String, String> headers) {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";

    Failure {
        problems = List.copyOf(problems);
        headers = Map.copyOf(headers);
    }

    private static Failure of(int status, String message) {
        return new Failure(status, message, List.of(), Map.of());
    }

    static Failure of(RequestException e) {
        return new Failure(e.status(), String.valueOf(e.getMessage()), List.of(), e.headers());
    }

    static Failure of(LimitExceededException e) {
        String message = String.valueOf(e.getMessage());
        return e.isTemporary() ? unavailable(message) : of(TOO_LARGE, message);
    }

    static Failure of(InvalidJsonException e) {
        return of(BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    static Failure of(InvalidRowsException e) {
        int status = e instanceof TooManyRowsException ? TOO_LARGE : BAD_REQUEST;
        return new Failure(status, String.valueOf(e.getMessage()), e.problems(), Map.of());
    }

    static Failure of(InvalidTableException e) {
        return of(
                BAD_REQUEST,
                "The CSV can't be used: "
                        + e.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }

    static Failure of(NoModelException e) {
        String message = String.valueOf(e.getMessage());
        return e.isExpected() ? unavailable(message) : of(NOT_FOUND, message);
    }

    /** A failure that may be over in a moment. */
    static Failure unavailable(String message) {
        return new Failure(
                UNAVAILABLE,
                message + "; try again in a moment",
                List.of(),
                Map.of("Retry-After", RETRY_AFTER_SECONDS));
    }

    /** A failure that is not the client's. */
    static Failure internal() {
        return of(INTERNAL_ERROR, "Internal error; it has been logged");
    }

    /** The message and all problems, for formats that have one text for an error. */
    String text() {
        return problems.isEmpty()
                ? message
                : message + ": " + problems.stream().map(FieldProblem::toString).collect(Collectors.joining(" | "));
    }
}
