package dev.dropfit.monitor.dashboard.http;

import com.google.gson.JsonObject;
import dev.dropfit.monitor.dashboard.html.Html;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer, for whatever server the request came to.
 *
 * @param status the HTTP status
 * @param headers all but the content's length
 * @param body the content; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record PageResponse(int status, Map<String, String> headers, byte[] body) {
    /** Nothing but this page's own script, style, data and forms. Data images are the icon. */
    public static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public PageResponse {
        headers = Map.copyOf(headers);
    }

    public static PageResponse html(int status, Html html) {
        return of(status, "text/html; charset=utf-8", html.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static PageResponse json(int status, JsonObject json) {
        return of(status, "application/json", json.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** What never changes under its name. */
    public static PageResponse asset(String type, byte[] content) {
        return of(200, type, content, Map.of("Cache-Control", "public, max-age=31536000, immutable"));
    }

    /** Look there instead. */
    public static PageResponse seeOther(String location) {
        return of(303, "text/plain; charset=utf-8", new byte[0], Map.of("Location", location));
    }

    /** The same with one header more. */
    public PageResponse with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new PageResponse(status, more, body);
    }

    private static PageResponse of(int status, String type, byte[] body, Map<String, String> own) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", type);
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        // Not no-referrer: then a form's Origin is null, by which nobody can tell its site.
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.putAll(own);
        return new PageResponse(status, headers, body);
    }
}
