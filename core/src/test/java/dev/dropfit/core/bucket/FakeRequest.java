package dev.dropfit.core.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request to the fake store.
 *
 * @param number counts the requests to this fake, from 1
 * @param path as sent, not decoded
 * @param query decoded
 * @param body decompressed if it was sent compressed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and the bytes never change.
public record FakeRequest(
        int number, String method, String path, Map<String, String> query, Headers headers, byte[] body) {

    static FakeRequest of(int number, HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readAllBytes();
        }
        if ("gzip".equalsIgnoreCase(headers.getFirst("Content-Encoding"))) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = in.readAllBytes();
            }
        }
        return new FakeRequest(
                number,
                exchange.getRequestMethod().toUpperCase(Locale.ROOT),
                exchange.getRequestURI().getRawPath(),
                parse(exchange.getRequestURI().getRawQuery()),
                headers,
                body);
    }

    private static Map<String, String> parse(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null && !query.isEmpty()) {
            for (String parameter : query.split("&", -1)) {
                int equals = parameter.indexOf('=');
                String key = equals < 0 ? parameter : parameter.substring(0, equals);
                parameters.put(decode(key), equals < 0 ? "" : decode(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    /** Whether this asks for an object's content. */
    public boolean isDownload() {
        return method.equals("GET") && "media".equals(query.get("alt"));
    }

    /** Whether this sends an object's content. */
    public boolean isUpload() {
        return path.contains("/upload/");
    }

    @Nullable
    String header(String name) {
        return headers.getFirst(name);
    }

    @Nullable
    Long number(String parameter) {
        String value = query.get(parameter);
        try {
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new FakeError(400, "invalidParameter", "Invalid value of " + parameter + ": " + value);
        }
    }

    FakeStore.Preconditions preconditions() {
        return new FakeStore.Preconditions(number("ifGenerationMatch"), number("ifGenerationNotMatch"));
    }
}
