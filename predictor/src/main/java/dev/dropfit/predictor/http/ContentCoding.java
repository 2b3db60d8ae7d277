package dev.dropfit.predictor.http;

import dev.dropfit.core.Text;
import dev.dropfit.predictor.memory.LimitExceededException;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.memory.ResponseBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Unpacks the bodies of requests and packs those of responses. Loaded only for a client that packs, or accepts packed responses. */
public final class ContentCoding {
    /** A shorter body fits into one packet of the network anyway. */
    public static final int MIN_LENGTH = 1400;

    private static final String GZIP = "gzip";
    private static final int FIRST_PIECE = 8192;
    private static final int PIECE = 4096;
    private static final int MAX_SHOWN = 60;
    private static final int ZLIB_METHOD = 8;
    private static final int ZLIB_CHECK = 31;

    private ContentCoding() {}

    /**
     * Reads and unpacks a body. The limit of a body holds for its packed and for its unpacked bytes.
     *
     * @param coding the header {@code Content-Encoding}
     * @throws RequestException when the coding is unknown, or the body is not of this coding or too long
     */
    static byte[] unpacked(RequestBody body, String coding, RequestMemory memory) throws RequestException {
        String name = coding.strip().toLowerCase(Locale.ROOT);
        switch (name) {
            case "", "identity" -> {
                return body.read();
            }
            case GZIP, "x-gzip", "deflate" -> {
                byte[] packed = body.read();
                try {
                    return unpack(packed, name, body.maxBytes(), memory);
                } catch (IOException e) {
                    throw new RequestException(
                            400, "The body is not complete " + name + " data, as its Content-Encoding says");
                }
            }
            default ->
                throw new RequestException(
                        415,
                        "The Content-Encoding is '" + Text.truncate(coding, MAX_SHOWN)
                                + "'; accepted are gzip, deflate and none",
                        Map.of("Accept-Encoding", "gzip, deflate"));
        }
    }

    private static byte[] unpack(byte[] packed, String name, int maxBytes, RequestMemory memory)
            throws IOException, RequestException {
        Inflater inflater = new Inflater(!isZlib(packed));
        try (InputStream in = name.equals("deflate")
                ? new InflaterInputStream(new ByteArrayInputStream(packed), inflater)
                : new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = new byte[Math.min(maxBytes, FIRST_PIECE)];
            memory.reserve(bytes.length);
            int size = 0;
            for (int count = 0; count >= 0; size += Math.max(0, count)) {
                if (size == bytes.length) {
                    bytes = HttpRequestBody.grown(bytes, maxBytes + 1L, memory);
                }
                count = in.read(bytes, size, bytes.length - size);
                if (size + count > maxBytes) {
                    throw new RequestException(
                            413,
                            "The body is longer than " + maxBytes
                                    + " bytes when it is unpacked, the limit (DROPFIT_MAX_BODY_BYTES)");
                }
            }
            memory.release(packed.length);
            memory.reserve(size);
            byte[] whole = Arrays.copyOf(bytes, size);
            memory.release(bytes.length);
            return whole;
        } finally {
            inflater.end();
        }
    }

    /** Whether deflated bytes have the header of zlib. They should, and some clients leave it out. */
    private static boolean isZlib(byte[] packed) {
        return packed.length >= 2
                && (packed[0] & 0xF) == ZLIB_METHOD
                && ((packed[0] & 0xFF) << Byte.SIZE | (packed[1] & 0xFF)) % ZLIB_CHECK == 0;
    }

    /**
     * A response packed with gzip, if the client accepts that and there is memory for it; otherwise the response itself.
     *
     * @param accepted the header {@code Accept-Encoding}
     */
    public static Response packed(Response response, String accepted, RequestMemory memory) {
        if (Preferences.quality(accepted, List.of(GZIP, "x-gzip", "*")) <= 0) {
            return response;
        }
        try {
            ResponseBytes bytes = new ResponseBytes(memory);
            try (OutputStream out = new FastGzip(bytes)) {
                for (ByteBuffer piece : response.pieces()) {
                    for (int at = 0; at < piece.remaining(); at += PIECE) {
                        int start = piece.arrayOffset() + piece.position() + at;
                        out.write(piece.array(), start, Math.min(PIECE, piece.remaining() - at));
                    }
                }
            }
            return new Response(response.status(), response.type(), response.headers(), bytes.finish())
                    .withHeader("Content-Encoding", GZIP)
                    .withHeader("Vary", "Accept-Encoding");
        } catch (LimitExceededException | IOException e) {
            return response;
        }
    }

    /** The fastest level: a response is packed while its client waits. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, PIECE);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
