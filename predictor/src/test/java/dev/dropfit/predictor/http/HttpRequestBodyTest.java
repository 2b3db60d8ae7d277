package dev.dropfit.predictor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.functions.HttpRequest;
import dev.dropfit.predictor.memory.ExplanationBudget;
import dev.dropfit.predictor.memory.MemoryBudget;
import dev.dropfit.predictor.memory.RequestMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpRequestBodyTest {
    private static final int MAX_BYTES = 20_000;
    private static final int BYTES_PER_SECOND = 1000;
    private static final long CHUNKED = -1;

    private final MemoryBudget budget = new MemoryBudget(1 << 30);
    private InputStream stream = new ByteArrayInputStream(new byte[0]);
    private long nanos;

    private HttpRequestBody body(int bytes, long contentLength) {
        return body(new ByteArrayInputStream("x".repeat(bytes).getBytes(StandardCharsets.UTF_8)), contentLength);
    }

    private HttpRequestBody body(InputStream in, long contentLength) {
        return body(in, contentLength, MAX_BYTES);
    }

    private HttpRequestBody body(InputStream in, long contentLength, int maxBytes) {
        stream = in;
        HttpRequest request = (HttpRequest) Proxy.newProxyInstance(
                HttpRequestBodyTest.class.getClassLoader(),
                new Class<?>[] {HttpRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getFirstHeader" -> Optional.empty();
                    case "getContentLength" -> contentLength;
                    case "getInputStream" -> stream;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        Limits limits = new Limits(maxBytes, 1, 1, BYTES_PER_SECOND);
        return new HttpRequestBody(
                request, limits, new RequestMemory(budget, new ExplanationBudget(1), 1), () -> nanos);
    }

    /** Returns this many bytes with each read, then another one, or throws. */
    private InputStream slow(int bytes, long nanosEach, int reads, Exception end) {
        return new InputStream() {
            private int count;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                nanos += nanosEach;
                if (count++ < reads) {
                    return Math.min(bytes, length);
                }
                if (end instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                throw (IOException) end;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, MAX_BYTES})
    void aBodyUpToTheLimitIsReadWhole(int bytes) throws Exception {
        assertThat(body(bytes, bytes).read()).hasSize(bytes);
        assertThat(body(bytes, CHUNKED).read()).hasSize(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {MAX_BYTES + 1, CHUNKED})
    void aLongerBodyIsTooLong(long contentLength) {
        assertThatThrownBy(() -> body(MAX_BYTES + 1, contentLength).read())
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.status()).isEqualTo(413))
                .hasMessage("The body is longer than 20000 bytes, the limit (DROPFIT_MAX_BODY_BYTES)");
    }

    @Test
    void aBodyThatEndsEarlyIsIncomplete() {
        assertThatThrownBy(() -> body(7, 10).read())
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage("The body ends after 7 of its 10 bytes (Content-Length)");
    }

    @Test
    void anAnnouncedLengthReservesNoMemory() {
        int announced = 16 << 20;

        HttpRequestBody body = body(slow(1, 0, 1, new IOException("gone")), announced, announced);

        assertThatThrownBy(body::read).isInstanceOf(RequestException.class);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void aLongBodyReservesTheMemoryThatItHasWhenItArrives() throws Exception {
        int length = 4 << 20;

        assertThat(body(new ByteArrayInputStream(new byte[length]), length, length)
                        .read())
                .hasSize(length);

        assertThat(budget.taken()).isBetween((long) length - (128 << 10), length + (256L << 10));
    }

    @Test
    void aBodySlowerThanTheMinimumRateIsRefusedAfterTheGracePeriod() {
        HttpRequestBody body = body(slow(999, TimeUnit.SECONDS.toNanos(1), 100, new IOException("end")), MAX_BYTES);

        assertThatThrownBy(body::read)
                .isInstanceOfSatisfying(RequestException.class, e -> {
                    assertThat(e.status()).isEqualTo(408);
                    assertThat(e.headers()).containsEntry("Connection", "close");
                })
                .hasMessage("The body is slower than 1000 bytes per second, the limit"
                        + " (DROPFIT_MIN_BODY_BYTES_PER_SECOND); the connection is closed");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(nanos)).isEqualTo(ClientPace.GRACE_SECONDS + 1);
    }

    @Test
    void aBodyAtTheMinimumRateIsRead() throws Exception {
        int length = 20 * BYTES_PER_SECOND;

        byte[] read = body(slow(2 * BYTES_PER_SECOND, TimeUnit.SECONDS.toNanos(1), 100, new IOException("end")), length)
                .read();

        assertThat(read).hasSize(length);
    }

    @Test
    void aBodyThatDoesNotContinueIsTooSlow() {
        IOException idle = new IOException(new TimeoutException("Idle timeout expired: 30000/30000 ms"));

        assertThatThrownBy(() -> body(slow(1, 0, 1, idle), MAX_BYTES).read())
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.status()).isEqualTo(408))
                .hasMessage("The body has not continued; the connection is closed");
    }

    @Test
    void aBodyThatIsNotHttpIsRefused() {
        IllegalStateException badChunk = new IllegalStateException("Bad chunk");

        assertThatThrownBy(() -> body(slow(1, 0, 1, badChunk), CHUNKED).read())
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage("The body ends early, or its chunks are not valid HTTP; the connection is closed");
    }

    @ParameterizedTest
    @ValueSource(longs = {MAX_BYTES, CHUNKED})
    void anUnreadBodyIsDiscarded(long contentLength) throws Exception {
        body(MAX_BYTES, contentLength).discardRest();

        assertThat(stream.available()).isZero();
    }

    @Test
    void aBodyIsDiscardedUpToTheLimitOnly() throws Exception {
        body(10 * MAX_BYTES, CHUNKED).discardRest();

        assertThat(10 * MAX_BYTES - stream.available()).isBetween(MAX_BYTES, 2 * MAX_BYTES);
    }

    @Test
    void aSlowBodyIsDiscardedForTheGracePeriodOnly() {
        body(slow(1, TimeUnit.SECONDS.toNanos(1), 100, new IOException("end")), CHUNKED)
                .discardRest();

        assertThat(TimeUnit.NANOSECONDS.toSeconds(nanos)).isEqualTo(ClientPace.GRACE_SECONDS);
    }

    @Test
    void aBodyThatFailsWhileItIsDiscardedIsNoError() {
        body(slow(1, 0, 3, new IllegalStateException("Bad chunk")), CHUNKED).discardRest();
    }

    @Test
    void aBodyThatWasReadHasNoRest() throws Exception {
        HttpRequestBody body = body(10, 10);
        body.read();
        stream = new ByteArrayInputStream(new byte[5]);

        body.discardRest();

        assertThat(stream.available()).isEqualTo(5);
    }

    @Test
    void oneLongWaitIsNoSlowBody() throws Exception {
        InputStream in = new ByteArrayInputStream(new byte[MAX_BYTES]) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                nanos += available() == MAX_BYTES ? TimeUnit.MINUTES.toNanos(1) : TimeUnit.MICROSECONDS.toNanos(1);
                return super.read(buffer, offset, Math.min(length, 10));
            }
        };

        assertThat(body(in, MAX_BYTES).read()).hasSize(MAX_BYTES);
    }
}
