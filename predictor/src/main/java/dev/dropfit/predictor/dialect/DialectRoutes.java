package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.predictor.http.ContentType;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The routes of one dialect, prepared for matching. Immutable. */
final class DialectRoutes {
    private static final int MAX_TYPE_LENGTH = 80;

    private final Dialect dialect;
    private final List<Entry> entries = new ArrayList<>();

    /** A route and one of the paths of its template. */
    record Entry(Route route, String path, PathPattern pattern) {}

    DialectRoutes(Dialect dialect) {
        this.dialect = dialect;
        for (Route route : dialect.routes()) {
            for (String path : route.paths()) {
                entries.add(new Entry(route, path, new PathPattern(path)));
            }
        }
    }

    Dialect dialect() {
        return dialect;
    }

    List<Entry> entries() {
        return entries;
    }

    /** @throws RequestException when there is none: the path, the method or the content type is another */
    Entry find(Request request) throws RequestException {
        // By index: an iterator is an object for each request.
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.route.takes(request.method()) && entry.pattern.matches(request.path())) {
                if (!entry.route.acceptsType(request.type()) && !isJsonAsForm(request.type())) {
                    throw otherType(request, entry.route);
                }
                return entry;
            }
        }
        Set<String> methods = new TreeSet<>();
        for (Entry entry : entries) {
            if (entry.pattern.matches(request.path())) {
                methods.add(entry.route.methods());
            }
        }
        throw methods.isEmpty() ? nothing() : otherMethod(request, String.join(", ", methods));
    }

    private boolean isJsonAsForm(String type) {
        return type.equals(ContentType.FORM) && dialect.readsFormsAsJson();
    }

    private RequestException nothing() {
        List<String> paths =
                dialect.routes().stream().map(Route::path).distinct().toList();
        return new RequestException(404, "There is nothing at this path; " + accepted("", paths));
    }

    private static RequestException otherMethod(Request request, String methods) {
        List<String> shown =
                List.of(methods.replace("HEAD, ", "").replace(", HEAD", "").split(", "));
        return new RequestException(
                405, request.method() + " is not accepted here; " + accepted("", shown), Map.of("Allow", methods));
    }

    private static RequestException otherType(Request request, Route route) {
        List<String> types = route.accepted().stream().map(Route.Content::type).toList();
        return new RequestException(
                415,
                "The body is '" + Text.truncate(request.type(), MAX_TYPE_LENGTH) + "'; "
                        + accepted(types.size() == 1 ? "the content type " : "the content types ", types)
                        + (request.type().indexOf(';') < 0 ? "" : ", in UTF-8 and without other parameters")
                        + " (with curl: -H 'Content-Type: application/json')");
    }

    /** As in {@code accepted are a, b and c}. */
    private static String accepted(String what, List<String> items) {
        int last = items.size() - 1;
        return last == 0
                ? "accepted is " + what + items.get(0)
                : "accepted are " + what + items.stream().limit(last).collect(Collectors.joining(", ")) + " and "
                        + items.get(last);
    }
}
