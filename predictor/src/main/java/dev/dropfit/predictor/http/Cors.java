package dev.dropfit.predictor.http;

import dev.dropfit.core.Environment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages in a browser may call the predictor, from another origin. Immutable.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">The CORS protocol</a>
 */
public final class Cors {
    private static final String SETTING = "DROPFIT_CORS_ORIGINS";
    private static final String ANY = "*";
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#\\s,]+");
    private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9_, -]{1,1000}");
    private static final String EXPOSED =
            "Dropfit-Version, Dropfit-Notes, Inference-Header-Content-Length, Retry-After";
    private static final String MAX_AGE_SECONDS = "3600";
    private static final int NO_CONTENT = 204;

    private final Set<String> origins = new HashSet<>();

    /**
     * Pages of these origins.
     *
     * @param setting origins such as {@code https://example.com}, with commas between them, or {@code *} for all
     * @throws IllegalStateException when one of them is not an origin
     */
    Cors(String setting) {
        StringTokenizer tokens = new StringTokenizer(setting, ",");
        while (tokens.hasMoreTokens()) {
            String origin = tokens.nextToken().strip().toLowerCase(Locale.ROOT);
            if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
                throw new IllegalStateException(
                        "The environment variable " + SETTING + " has '" + origin
                                + "'; accepted are origins such as https://example.com, with commas between them, or * for all");
            }
            origins.add(origin);
        }
    }

    /** The origins of {@code DROPFIT_CORS_ORIGINS}; null if it is not set: pages of other origins may not call. */
    public static @Nullable Cors fromEnvironment() {
        Optional<String> setting = Environment.find(SETTING);
        return setting.isPresent() ? new Cors(setting.get()) : null;
    }

    /**
     * The response to a browser that asks whether a page may send a request; null for other requests and other origins.
     *
     * @param method the method of the request
     */
    public @Nullable Response preflight(String method, Headers headers) {
        if (!method.equals("OPTIONS")
                || headers.first("Access-Control-Request-Method") == null
                || !isAllowed(headers.first("Origin"))) {
            return null;
        }
        Map<String, String> allowed = new HashMap<>();
        allowed.put("Access-Control-Allow-Methods", "GET, HEAD, POST");
        allowed.put("Access-Control-Max-Age", MAX_AGE_SECONDS);
        String names = headers.first("Access-Control-Request-Headers");
        if (names != null && HEADER_NAMES.matcher(names).matches()) {
            allowed.put("Access-Control-Allow-Headers", names);
        }
        return new Response(NO_CONTENT, "text/plain", allowed, new byte[0]);
    }

    /** A response that a page of an allowed origin can read. */
    public Response readable(Response response, Headers headers) {
        String origin = headers.first("Origin");
        boolean any = origins.contains(ANY);
        Response varying = any ? response : response.withHeader("Vary", vary(response));
        return origin != null && isAllowed(origin)
                ? varying.withHeader("Access-Control-Allow-Origin", any ? ANY : origin)
                        .withHeader("Access-Control-Expose-Headers", EXPOSED)
                : varying;
    }

    private static String vary(Response response) {
        String other = response.headers().get("Vary");
        return other == null ? "Origin" : other + ", Origin";
    }

    private boolean isAllowed(@Nullable String origin) {
        return origin != null && (origins.contains(ANY) || origins.contains(origin.toLowerCase(Locale.ROOT)));
    }
}
