package dev.dropfit.predictor.http;

import com.google.cloud.functions.HttpRequest;
import dev.dropfit.predictor.memory.RequestMemory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The body of an HTTP request. Memory grows with what has arrived: an announced length costs nothing. A body that arrives too slowly is
 * refused, so that it does not hold its thread and memory for long.
 *
 * <p>Reading blocks the request's thread. The rate is checked when bytes arrive; while none arrive at all, the server's idle timeout ends the
 * wait (30 seconds in the Functions Framework).
 */
public final class HttpRequestBody implements RequestBody {
    private static final int FIRST_PIECE = 8192;
    private static final int REQUEST_TIMEOUT = 408;
    private static final Map<String, String> CLOSE = Map.of("Connection", "close");

    private final HttpRequest request;
    private final Limits limits;
    private final RequestMemory memory;
    private final LongSupplier nanoTime;
    private final ClientPace pace;
    /** Whether nothing more is to be read: it is complete, or the connection is to be closed. */
    private boolean ended;

    private boolean begun;
    /** What has been read of a body in chunks. */
    private long received;

    /** @param nanoTime like {@link System#nanoTime} */
    public HttpRequestBody(HttpRequest request, Limits limits, RequestMemory memory, LongSupplier nanoTime) {
        this.request = request;
        this.limits = limits;
        this.memory = memory;
        this.nanoTime = nanoTime;
        pace = new ClientPace(limits.bodyRate(), nanoTime);
    }

    @Override
    public byte[] read() throws RequestException {
        long length = request.getContentLength();
        if (length > limits.bodyBytes()) {
            throw tooLong();
        }
        byte[] body = new byte[length < 0 ? FIRST_PIECE : (int) Math.min(length, FIRST_PIECE)];
        memory.reserve(body.length);
        int size = 0;
        while (length < 0 || size < length) {
            if (size == body.length) {
                // Up to the announced length, or to one byte more than the limit.
                body = grown(body, length < 0 ? limits.bodyBytes() + 1L : length, memory);
            }
            int count = receive(body, size, body.length - size);
            if (count < 0) {
                break;
            }
            size += count;
            if (size > limits.bodyBytes()) {
                throw tooLong();
            }
            if (size != length) {
                checkRate(size);
            }
        }
        ended = true;
        if (size < length) {
            throw new RequestException(
                    400, "The body ends after " + size + " of its " + length + " bytes (Content-Length)", CLOSE);
        }
        return size == body.length ? body : trimmed(body, size);
    }

    @Override
    public boolean isChunked() {
        return request.getContentLength() < 0;
    }

    @Override
    public int readSome(byte[] buffer, int offset, int length) throws RequestException {
        int count = receive(buffer, offset, length);
        if (count < 0) {
            ended = true;
            return count;
        }
        received += count;
        checkRate(received);
        return count;
    }

    @Override
    public int maxBytes() {
        return limits.bodyBytes();
    }

    /** A copy of twice the length, up to a limit. */
    static byte[] grown(byte[] bytes, long most, RequestMemory memory) {
        int length = (int) Math.min(2L * bytes.length, Math.min(most, Integer.MAX_VALUE - 8L));
        memory.reserve(length);
        byte[] grown = Arrays.copyOf(bytes, length);
        memory.release(bytes.length);
        return grown;
    }

    private byte[] trimmed(byte[] body, int size) {
        memory.reserve(size);
        byte[] trimmed = Arrays.copyOf(body, size);
        memory.release(body.length);
        return trimmed;
    }

    private int receive(byte[] body, int offset, int length) throws RequestException {
        try {
            begun = true;
            pace.begin();
            int count = request.getInputStream().read(body, offset, length);
            pace.end();
            return count;
        } catch (IOException | RuntimeException e) { // The server's parser throws unchecked exceptions.
            ended = true;
            throw e.getCause() instanceof TimeoutException ? tooSlow("has not continued") : unreadable();
        }
    }

    private void checkRate(long size) throws RequestException {
        if (pace.isSlow(size)) {
            ended = true;
            throw tooSlow("is slower than " + limits.bodyRate()
                    + " bytes per second, the limit (DROPFIT_MIN_BODY_BYTES_PER_SECOND)");
        }
    }

    private static RequestException tooSlow(String what) {
        return new RequestException(REQUEST_TIMEOUT, "The body " + what + "; the connection is closed", CLOSE);
    }

    private static RequestException unreadable() {
        return new RequestException(
                400, "The body ends early, or its chunks are not valid HTTP; the connection is closed", CLOSE);
    }

    private RequestException tooLong() {
        return new RequestException(
                413, "The body is longer than " + limits.bodyBytes() + " bytes, the limit (DROPFIT_MAX_BODY_BYTES)");
    }

    /** Whether a part of the body may not have arrived yet, and the connection continues. */
    public boolean hasRest() {
        return !ended && request.getContentLength() != 0;
    }

    private boolean isAwaited() {
        return request.getFirstHeader("Expect").isPresent();
    }

    /**
     * Discards the unread rest of the body, up to the body limit and for about {@link ClientPace#GRACE_SECONDS}: the server closes the connection after
     * a request whose body has not been read, and a client that is still sending might not see its response. Never throws.
     */
    public void discardRest() {
        // A client that waits for "100 Continue" sends nothing after an error.
        if (!hasRest() || (!begun && isAwaited())) {
            return;
        }
        long start = nanoTime.getAsLong();
        byte[] buffer = new byte[FIRST_PIECE];
        try {
            InputStream in = request.getInputStream();
            for (long left = limits.bodyBytes();
                    left > 0 && nanoTime.getAsLong() - start < TimeUnit.SECONDS.toNanos(ClientPace.GRACE_SECONDS); ) {
                int count = in.read(buffer);
                if (count < 0) {
                    return;
                }
                left -= count;
            }
        } catch (IOException | RuntimeException e) {
            // The server closes the connection.
        }
    }
}
