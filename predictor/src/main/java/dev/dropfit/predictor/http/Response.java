package dev.dropfit.predictor.http;

import dev.dropfit.predictor.json.JsonOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A response.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param headers further headers
 * @param pieces its body; each piece is a part of an array
 */
public record Response(int status, String type, Map<String, String> headers, List<ByteBuffer> pieces) {
    public static final String JSON = "application/json";

    private static final int INTERNAL_ERROR = 500;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    public Response {
        headers = Map.copyOf(headers);
        pieces = List.copyOf(pieces);
    }

    public Response(int status, String type, Map<String, String> headers, byte[] body) {
        this(status, type, headers, List.of(ByteBuffer.wrap(body)));
    }

    public static Response json(String body) {
        return json(200, body, Map.of());
    }

    public static Response json(int status, String body, Map<String, String> headers) {
        return new Response(status, JSON, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Response json(JsonOutput json) {
        return new Response(200, JSON, Map.of(), json.pieces());
    }

    /** The response to a request that failed before it had a dialect. */
    public static Response internalError() {
        return json(INTERNAL_ERROR, "{\"error\":\"Internal error; it has been logged\"}", Map.of());
    }

    public Response withHeader(String name, String value) {
        if (headers.isEmpty()) {
            return new Response(status, type, Map.of(name, value), pieces);
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return new Response(status, type, all, pieces);
    }

    /** The length of the body. */
    public long length() {
        long length = 0;
        for (ByteBuffer piece : pieces) {
            length += piece.remaining();
        }
        return length;
    }

    /**
     * Writes the body. A long one is written in pieces: the system copies what it is given.
     *
     * @param minRate the bytes per second at which a client must read it, on average, after a grace period; 0 for none
     * @param nanoTime like {@link System#nanoTime}
     * @throws SlowClientException when the client is slower: it would hold the response's memory for long
     * @throws IOException when the client has gone
     */
    public void writeTo(OutputStream out, int minRate, LongSupplier nanoTime) throws IOException {
        long start = pieces.size() > 1 ? nanoTime.getAsLong() : 0;
        long written = 0;
        for (ByteBuffer piece : pieces) {
            out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            written += piece.remaining();
            if (pieces.size() > 1 && isSlow(written, nanoTime.getAsLong() - start, minRate)) {
                throw new SlowClientException();
            }
        }
    }

    private static boolean isSlow(long bytes, long nanos, int minRate) {
        return nanos > TimeUnit.SECONDS.toNanos(HttpRequestBody.GRACE_SECONDS)
                && bytes < (double) nanos / TimeUnit.SECONDS.toNanos(1) * minRate;
    }

    /** The body's first piece: all of it, unless it is long. */
    public ByteBuffer beginning() {
        return pieces.isEmpty() ? NOTHING : pieces.get(0);
    }
}
