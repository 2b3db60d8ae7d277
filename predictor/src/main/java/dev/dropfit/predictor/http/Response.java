package dev.dropfit.predictor.http;

import dev.dropfit.predictor.json.JsonOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A response.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param headers further headers
 * @param pieces its body; each piece is a part of an array
 * @param stream makes its body, if it is made while it is sent; then there are no pieces
 */
public record Response(
        int status,
        String type,
        Map<String, String> headers,
        List<ByteBuffer> pieces,
        @Nullable ResponseStream stream) {
    public static final String JSON = "application/json";

    private static final int INTERNAL_ERROR = 500;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    public Response {
        headers = Map.copyOf(headers);
        pieces = List.copyOf(pieces);
    }

    public Response(int status, String type, Map<String, String> headers, List<ByteBuffer> pieces) {
        this(status, type, headers, pieces, null);
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
            return new Response(status, type, Map.of(name, value), pieces, stream);
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return new Response(status, type, all, pieces, stream);
    }

    /** The length of the body; of one that is made while it is sent, of what has been sent. */
    public long length() {
        if (stream != null) {
            return stream.length();
        }
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
        if (stream != null) {
            stream.writeTo(minRate == 0 ? out : new RatedOutput(out, minRate, nanoTime));
            return;
        }
        if (pieces.size() == 1) {
            write(pieces.get(0), out);
            return;
        }
        ClientPace pace = new ClientPace(minRate, nanoTime);
        long written = 0;
        for (int i = 0; i < pieces.size(); i++) {
            ByteBuffer piece = pieces.get(i);
            boolean isLast = i == pieces.size() - 1;
            if (!isLast) {
                pace.begin();
            }
            write(piece, out);
            written += piece.remaining();
            if (!isLast) {
                pace.end();
                if (pace.isSlow(written)) {
                    throw new SlowClientException();
                }
            }
        }
    }

    private static void write(ByteBuffer piece, OutputStream out) throws IOException {
        out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
    }

    /** The body's first piece: all of it, unless it is long. */
    public ByteBuffer beginning() {
        return pieces.isEmpty() ? NOTHING : pieces.get(0);
    }

    /** Ends a response whose client reads it too slowly. Not thread-safe. */
    private static final class RatedOutput extends FilterOutputStream {
        private final ClientPace pace;
        private long written;

        RatedOutput(OutputStream out, int minRate, LongSupplier nanoTime) {
            super(out);
            pace = new ClientPace(minRate, nanoTime);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            pace.begin();
            out.write(bytes, offset, length);
            out.flush();
            pace.end();
            written += length;
            if (pace.isSlow(written)) {
                throw new SlowClientException();
            }
        }
    }
}
