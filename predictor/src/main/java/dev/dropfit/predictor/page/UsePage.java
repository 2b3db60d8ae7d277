package dev.dropfit.predictor.page;

import dev.dropfit.core.use.Snippet;
import dev.dropfit.core.use.Snippets;
import dev.dropfit.predictor.http.Headers;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How to use a model: its address, and requests to copy. */
public final class UsePage {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.-]{1,255}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:[0-9]{1,5})?");

    private UsePage() {}

    /**
     * The page of a model.
     *
     * @param headers of the request, which have the address that the browser has called
     */
    public static Response of(ServedModel served, Headers headers) {
        String name = served.name().value();
        String url = url(headers);
        Page page = new Page("Use " + name);
        page.element(
                "p",
                "Version " + served.version() + ". Send a POST request with the columns of a row to this address:");
        page.element("pre", url + "/" + name);
        page.links(List.of(
                Map.entry("/" + name + "/openapi.json", "OpenAPI description"),
                Map.entry("/v2/docs", "All requests"),
                Map.entry("/", "All models")));
        for (Snippet snippet : Snippets.of(url, served.name(), served.model().pipeline())) {
            page.element("h2", snippet.title());
            page.element("pre", snippet.text());
        }
        page.element(
                "p",
                "If the predictor is private, add the header Authorization: Bearer TOKEN. The command gcloud auth print-identity-token prints a token.");
        return page.response();
    }

    /** The address of the predictor, as the request's headers have it; a placeholder if they do not. */
    static String url(Headers headers) {
        @Nullable String host = headers.first("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            return Snippets.PLACEHOLDER;
        }
        return ("https".equalsIgnoreCase(headers.first("X-Forwarded-Proto")) ? "https://" : "http://") + host;
    }
}
