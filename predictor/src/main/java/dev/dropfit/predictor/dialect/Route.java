package dev.dropfit.predictor.dialect;

import java.util.ArrayList;
import java.util.List;

/**
 * A route: the requests that it takes, and their description in OpenAPI. A dialect declares its routes as constants and handles them in
 * {@link Dialect#respond}. Routes have no code: linking a lambda for each would take longer than a first prediction.
 *
 * <p>A path is a template like {@code /v1/models/{model}[/versions/{version}]:predict}: the part in brackets may be absent. Schemas are
 * JSON in which {@code {model}} is the model's name.
 *
 * @param method {@code GET}, which includes {@code HEAD}, or {@code POST}
 * @param path the template
 * @param summary one line for OpenAPI
 * @param accepted the bodies that it accepts
 * @param returned the bodies that it returns
 * @param predicting whether it predicts rows: the parameters of predictions, such as {@code ?explain}, have a meaning in its query
 */
record Route(
        String method,
        String path,
        String summary,
        List<Content> accepted,
        List<Content> returned,
        boolean predicting) {
    private static final String GET = "GET";

    /** The content type of a body and its schema, as JSON. */
    record Content(String type, String schema) {}

    Route {
        accepted = List.copyOf(accepted);
        returned = List.copyOf(returned);
    }

    static Route get(String path, String summary) {
        return new Route(GET, path, summary, List.of(), List.of(), false);
    }

    static Route post(String path, String summary) {
        return new Route("POST", path, summary, List.of(), List.of(), false);
    }

    Route accepts(String type, String schema) {
        return new Route(method, path, summary, with(accepted, type, schema), returned, predicting);
    }

    Route returns(String type, String schema) {
        return new Route(method, path, summary, accepted, with(returned, type, schema), predicting);
    }

    Route predicts() {
        return new Route(method, path, summary, accepted, returned, true);
    }

    private static List<Content> with(List<Content> contents, String type, String schema) {
        List<Content> all = new ArrayList<>(contents);
        all.add(new Content(type, schema));
        return all;
    }

    /** The paths of the template: one, or one without and one with the part in brackets. */
    List<String> paths() {
        int open = path.indexOf('[');
        int close = path.indexOf(']');
        if (open < 0) {
            return List.of(path);
        }
        String before = path.substring(0, open);
        String after = path.substring(close + 1);
        return List.of(
                before.concat(after),
                before.concat(path.substring(open + 1, close)).concat(after));
    }

    /** Whether this is that route. A route is declared once, so identity says it. */
    @SuppressWarnings("ReferenceEquality")
    boolean is(Route other) {
        return this == other;
    }

    /** Whether it takes requests of this method. */
    boolean takes(String requested) {
        return requested.equals(method) || (requested.equals("HEAD") && method.equals(GET));
    }

    /** Its methods, as in the header {@code Allow}. */
    String methods() {
        return method.equals(GET) ? "GET, HEAD" : method;
    }

    /** Whether it accepts a body of this content type. */
    boolean acceptsType(String type) {
        for (Content content : accepted) {
            if (content.type.equals(type)) {
                return true;
            }
        }
        return accepted.isEmpty();
    }
}
