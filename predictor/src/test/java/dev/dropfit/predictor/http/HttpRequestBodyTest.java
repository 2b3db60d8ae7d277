package dev.dropfit.predictor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.functions.HttpRequest;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpRequestBodyTest {
    private static final int MAX_BYTES = 20_000;
    private static final long CHUNKED = -1;

    private ByteArrayInputStream stream = new ByteArrayInputStream(new byte[0]);

    private HttpRequestBody body(int bytes, long contentLength) {
        stream = new ByteArrayInputStream("x".repeat(bytes).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = (HttpRequest) Proxy.newProxyInstance(
                HttpRequestBodyTest.class.getClassLoader(),
                new Class<?>[] {HttpRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContentLength" -> contentLength;
                    case "getInputStream" -> stream;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return new HttpRequestBody(request, MAX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, MAX_BYTES})
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
    void aBodyThatWasReadHasNoRest() throws Exception {
        HttpRequestBody body = body(10, 10);
        body.read();
        stream = new ByteArrayInputStream(new byte[5]);

        body.discardRest();

        assertThat(stream.available()).isEqualTo(5);
    }
}
