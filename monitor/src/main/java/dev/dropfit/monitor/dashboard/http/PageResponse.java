package dev.dropfit.monitor.dashboard.http;

import com.google.gson.JsonObject;
import dev.dropfit.monitor.dashboard.html.Html;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * A response, independent of the server.
 *
 * @param status the HTTP status
 * @param headers all but Content-Length
 * @param body the content; must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record PageResponse(int status, Map<String, String> headers, byte[] body) {
    /** Allows only the dashboard's own script, styles, data and forms. Data images are for the icon. */
    public static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final int MIN_PACKED = 1_400;
    private static final Pattern TEXT = Pattern.compile("^(text/|application/json|image/svg)");
    /** A coding with the quality 0 is refused (RFC 9110, section 12.5.3). */
    private static final Pattern GZIP =
            Pattern.compile("(?:^|[,\\s])gzip(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))", Pattern.CASE_INSENSITIVE);

    public PageResponse {
        headers = Map.copyOf(headers);
    }

    public static PageResponse html(int status, Html html) {
        return of(status, "text/html; charset=utf-8", html.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static PageResponse json(int status, JsonObject json) {
        return of(status, "application/json", json.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** A file that never changes under its name. */
    public static PageResponse asset(String type, byte[] content) {
        return of(200, type, content, Map.of("Cache-Control", "public, max-age=31536000, immutable"));
    }

    /**
     * A file to save.
     *
     * @param file its name, of characters that need no quotes
     */
    public static PageResponse download(String type, String file, byte[] content) {
        return of(200, type, content, Map.of("Content-Disposition", "attachment; filename=\"" + file + "\""));
    }

    /** A redirect after a form was sent. */
    public static PageResponse seeOther(String location) {
        return of(303, "text/plain; charset=utf-8", new byte[0], Map.of("Location", location));
    }

    /** This response with one more header. */
    public PageResponse with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new PageResponse(status, more, body);
    }

    /**
     * This response, compressed if it is a text of more than a packet and the client accepts gzip.
     *
     * @param accepted the request's {@code Accept-Encoding}
     */
    public PageResponse packed(Optional<String> accepted) {
        if (body.length < MIN_PACKED
                || !TEXT.matcher(headers.getOrDefault("Content-Type", "")).find()
                || accepted.filter(codings -> GZIP.matcher(codings).find()).isEmpty()) {
            return this;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PageResponse(status, headers, packed.toByteArray())
                .with("Content-Encoding", "gzip")
                .with("Vary", "Accept-Encoding");
    }

    private static PageResponse of(int status, String type, byte[] body, Map<String, String> own) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", type);
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        // Not no-referrer: with it, the Origin of a form is null, and the guard can't check it.
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.putAll(own);
        return new PageResponse(status, headers, body);
    }
}
