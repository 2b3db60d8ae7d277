package dev.dropfit.predictor.http;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.live.ClientId;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request.
 *
 * @param method in upper case
 * @param path the segments between the slashes; empty for the root
 * @param query as it was sent; empty for none
 * @param type the body's content type, as {@link ContentType#of} reads it
 * @param headers all headers
 * @param body the body, not read yet
 * @param tally counts and notes what the request is
 * @param memory from which the request's memory is reserved
 */
public record Request(
        String method,
        List<String> path,
        String query,
        String type,
        Headers headers,
        RequestBody body,
        Tally tally,
        RequestMemory memory) {
    /** The header with the client's id of the predictions of a request. */
    public static final String ID_HEADER = "X-Prediction-Id";

    private static final int MAX_SHOWN = 60;

    public Request {
        path = List.copyOf(path);
    }

    /** The same request with another source of the same body. */
    public Request with(RequestBody same) {
        return new Request(method, path, query, type, headers, same, tally, memory);
    }

    /** A request without headers that count. */
    public Request(
            String method,
            List<String> path,
            String query,
            String type,
            RequestBody body,
            Tally tally,
            RequestMemory memory) {
        this(method, path, query, type, Headers.NONE, body, tally, memory);
    }

    /**
     * Reads the body, and unpacks it if it is packed. Its length is reserved from the request's memory.
     *
     * @throws RequestException when it can't be read, is too long or is not what its headers say
     */
    public byte[] content() throws RequestException {
        String coding = headers.first("Content-Encoding");
        return coding == null ? body.read() : ContentCoding.unpacked(body, coding, memory);
    }

    /** Whether the body can be read while it arrives: it comes in chunks, and is not packed. */
    public boolean arrivesInChunks() {
        return body.isChunked() && headers.first("Content-Encoding") == null;
    }

    /**
     * Whether the query asks that a row that can't be used fails the whole request: {@code on_error=fail}.
     *
     * @throws RequestException when it has another value than {@code row} and {@code fail}
     */
    public boolean failsOnBadRows() throws RequestException {
        return !query.isEmpty() && Query.failsOnBadRows(query);
    }

    /**
     * Whether the query asks for explanations.
     *
     * @throws RequestException when it can't be read
     */
    public boolean explain() throws RequestException {
        return !query.isEmpty() && Query.explains(query);
    }

    /**
     * The class whose score the query asks to be explained; null if it names none.
     *
     * @throws RequestException when it can't be read
     */
    public @Nullable String explained() throws RequestException {
        return query.isEmpty() ? null : Query.explained(query);
    }

    /**
     * Whether the query asks to keep rows that can't be used, each with its error.
     *
     * @throws RequestException when it can't be read
     */
    public boolean keepsBadRows() throws RequestException {
        return !query.isEmpty() && Query.keepsBadRows(query);
    }

    /**
     * Whether a value of {@code on_error}, {@code row} or {@code fail}, asks to keep rows that can't be used.
     *
     * @throws RequestException when it is another value
     */
    public static boolean keepsBadRows(String value) throws RequestException {
        return Query.keepsBadRow(value);
    }

    /**
     * Whether the query asks for a column of warnings in a CSV.
     *
     * @throws RequestException when it can't be read
     */
    public boolean warns() throws RequestException {
        return !query.isEmpty() && Query.warns(query);
    }

    /**
     * Whether the query asks for the ids of predictions.
     *
     * @throws RequestException when it can't be read
     */
    public boolean identifies() throws RequestException {
        return !query.isEmpty() && Query.identifies(query);
    }

    /**
     * The id that the client has for the predictions of this request, in the header {@value #ID_HEADER}; empty if it has none.
     *
     * @throws RequestException when it can't be an id
     */
    public Optional<ClientId> clientId() throws RequestException {
        String value = headers.first(ID_HEADER);
        if (value == null) {
            return Optional.empty();
        }
        Optional<ClientId> id = ClientId.find(value);
        if (id.isEmpty()) {
            throw new RequestException(
                    400,
                    "The header " + ID_HEADER + " is '" + Text.truncate(value, MAX_SHOWN) + "', "
                            + Figures.count(value.length(), "character", "characters") + "; accepted are "
                            + ClientId.ACCEPTED);
        }
        return id;
    }

    /**
     * Whether the query asks that a category that training has not seen, or a number far from those of training, is an error.
     *
     * @throws RequestException when it can't be read
     */
    public boolean isStrict() throws RequestException {
        return !query.isEmpty() && Query.isStrict(query);
    }

    /** The segments of a path; a slash at its end does not count. */
    public static List<String> segments(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return List.of();
        }
        String between = path.substring(1, path.endsWith("/") ? path.length() - 1 : path.length());
        return between.indexOf('/') < 0 ? List.of(between) : Arrays.asList(between.split("/", -1));
    }
}
