package dev.dropfit.predictor;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request, as the dialects see it.
 *
 * @param method in capitals
 * @param path between the slashes; empty for the root
 * @param explain whether the query asks for explanations
 * @param type the body's content type, in small letters and without parameters
 * @param body the body, still to be read
 * @param tally counts what the request turns out to be
 */
record Request(String method, List<String> path, boolean explain, String type, Body body, Tally tally) {
    private static final int SHOWN = 80;

    Request {
        path = List.copyOf(path);
    }

    /** A body that is read when it is needed. */
    interface Body {
        /** All of it; {@link RequestException} when it is too long. */
        byte[] read() throws IOException, RequestException;
    }

    /** The parts of a path; a slash at its end does not count. */
    static List<String> parts(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return List.of();
        }
        String between = path.substring(1, path.endsWith("/") ? path.length() - 1 : path.length());
        return between.indexOf('/') < 0 ? List.of(between) : Arrays.asList(between.split("/", -1));
    }

    /** A content type without its parameters. */
    static String type(String contentType) {
        return contentType.equals(Answer.JSON)
                ? contentType
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    boolean isGet() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean isPost() {
        return method.equals("POST");
    }

    /** The first part of the path, empty for the root. */
    String first() {
        return path.isEmpty() ? "" : path.get(0);
    }

    /** @throws RequestException when this is not a GET */
    void requireGet() throws RequestException {
        if (!isGet()) {
            throw methodNotAllowed("GET, HEAD");
        }
    }

    /** @throws RequestException when this is not a POST */
    void requirePost() throws RequestException {
        if (!isPost()) {
            throw methodNotAllowed("POST");
        }
    }

    /** What a request of another method gets; {@code accepted} as in the header {@code Allow}. */
    RequestException methodNotAllowed(String accepted) {
        String words = Arrays.stream(accepted.split(", "))
                .filter(name -> !name.equals("HEAD"))
                .collect(Collectors.joining(" and "));
        return new RequestException(
                405,
                method + " is not accepted here; accepted " + (words.contains(" ") ? "are " : "is ") + words,
                List.of(),
                Map.of("Allow", accepted));
    }

    /** @throws RequestException when the body is said to be something else than JSON */
    void requireJson() throws RequestException {
        if (!type.equals(Answer.JSON)) {
            throw unknownType("is the content type " + Answer.JSON);
        }
    }

    RequestException unknownType(String accepted) {
        return new RequestException(
                415,
                "The body is '" + (type.length() <= SHOWN ? type : type.substring(0, SHOWN) + "…") + "'; accepted "
                        + accepted + " (with curl: -H 'Content-Type: application/json')");
    }
}
