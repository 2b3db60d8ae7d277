package dev.dropfit.predictor.page;

import dev.dropfit.core.Text;
import dev.dropfit.predictor.http.Preferences;
import dev.dropfit.predictor.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page: builds its HTML, in which every text is escaped. Not thread-safe. */
public final class Page {
    /** The content type of a page. */
    public static final String TYPE = "text/html";

    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
                    + "pre{overflow:auto;padding:.75rem;border:1px solid #8888;border-radius:6px;user-select:all}"
                    + "code,pre{font:13px/1.5 ui-monospace,monospace}table{border-collapse:collapse}"
                    + "td,th{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}";
    private static final List<String> JSON_NAMES = List.of(Response.JSON, "application/*", "*/*", "*");

    private final String title;
    private final StringBuilder out = new StringBuilder();

    /** @param title also the heading */
    public Page(String title) {
        this.title = title;
        element("h1", title);
    }

    /** Whether a client prefers a page to JSON, as a browser does. */
    public static boolean isPreferred(@Nullable String accept) {
        return accept != null
                && accept.contains(TYPE)
                && Preferences.quality(accept, List.of(TYPE)) > Preferences.quality(accept, JSON_NAMES);
    }

    /** Adds an element with a text, such as {@code h2} or {@code pre}. */
    public Page element(String name, String text) {
        out.append('<').append(name).append('>');
        escape(text, out);
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** Adds a paragraph with links: targets and their texts. */
    public Page links(List<Map.Entry<String, String>> links) {
        out.append("<p>");
        for (Map.Entry<String, String> link : links) {
            out.append("<a href=\"");
            escape(link.getKey(), out);
            out.append("\">");
            escape(link.getValue(), out);
            out.append("</a> ");
        }
        out.append("</p>\n");
        return this;
    }

    /** Adds a table without a head. */
    public Page table(List<List<String>> rows) {
        out.append("<table>\n");
        for (List<String> row : rows) {
            out.append("<tr>");
            for (String cell : row) {
                out.append("<td>");
                escape(cell, out);
                out.append("</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</table>\n");
        return this;
    }

    /** The response. Its policy allows the page's own style and nothing else. */
    public Response response() {
        StringBuilder page =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        escape(title, page);
        page.append(" · Dropfit</title>\n<style>").append(STYLE).append("</style>\n</head>\n<body>\n");
        page.append(out).append("</body>\n</html>\n");
        return new Response(
                200,
                TYPE + "; charset=utf-8",
                Map.of(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'sha256-" + digest()
                                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                        "Vary",
                        "Accept"),
                page.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String digest() {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void escape(String text, StringBuilder out) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(c != '\n' && Text.isInvisible(c) ? '\uFFFD' : c);
            }
        });
    }
}
