package dev.dropfit.monitor.dashboard.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request, independent of the server.
 *
 * @param method in upper case
 * @param path the segments between the slashes; empty for the root
 * @param query the query's fields; of a repeated field, the last value
 * @param headers the first value of a header; names are case-insensitive
 * @param body the body, not read yet
 */
public record PageRequest(
        String method, List<String> path, Map<String, String> query, Headers headers, BodySource body) {
    /** More than a dataset has columns. */
    private static final int MAX_FIELDS = 20_000;

    public PageRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /** A request's headers. */
    @FunctionalInterface
    public interface Headers {
        /** The first value of this header. */
        Optional<String> first(String name);
    }

    /** A request's body. */
    @FunctionalInterface
    public interface BodySource {
        /** Opens the body; the server closes it. */
        InputStream open() throws IOException;
    }

    /**
     * A request from the parts that servers have.
     *
     * @param path with its leading slash
     * @param query undecoded, without the question mark
     */
    public static PageRequest of(String method, String path, Optional<String> query, Headers headers, BodySource body) {
        return new PageRequest(method, parts(path), fields(query.orElse("")), headers, body);
    }

    private static List<String> parts(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return List.of();
        }
        return Arrays.asList(path.substring(1, path.endsWith("/") ? path.length() - 1 : path.length())
                .split("/", -1));
    }

    /** The fields of a query or of a form's body. Fields that can't be decoded are omitted. */
    public static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : encoded.split("&", MAX_FIELDS)) {
            int equals = field.indexOf('=');
            try {
                if (equals > 0) {
                    fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
                }
            } catch (IllegalArgumentException e) {
                // None of our pages sends such a field.
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public boolean isGet() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** A field of the query; empty when it is absent. */
    public String field(String name) {
        return query.getOrDefault(name, "");
    }

    /** The page of a list: a whole number of at least 1; 1 when it is absent or invalid. */
    public int page() {
        String text = field("page");
        return text.matches("[1-9]\\d{0,5}") ? Integer.parseInt(text) : 1;
    }
}
