package dev.dropfit.predictor.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of all routes. The first segment of a path decides which dialect responds, also when the path has no route; if it is a model's
 * name, the last segment. Immutable.
 */
final class Routes {
    private final List<DialectRoutes> dialects = new ArrayList<>();
    private final Map<String, DialectRoutes> byFirst = new HashMap<>();
    /** The dialects of paths such as {@code /{model}/bigquery}. */
    private final Map<String, DialectRoutes> byLast = new HashMap<>();

    private final DialectRoutes others;

    /**
     * The routes of these dialects.
     *
     * @param other responds to paths whose first segment belongs to no dialect
     */
    Routes(Dialect other, List<Dialect> more) {
        others = new DialectRoutes(other);
        add(others);
        for (Dialect dialect : more) {
            add(new DialectRoutes(dialect));
        }
    }

    private void add(DialectRoutes routes) {
        dialects.add(routes);
        for (DialectRoutes.Entry entry : routes.entries()) {
            String first = entry.pattern().first();
            String last = entry.pattern().last();
            if (first == null && last != null && routes != others) {
                byLast.put(last, routes);
            }
            if (first != null) {
                DialectRoutes earlier = byFirst.put(first, routes);
                if (earlier != null && earlier != routes) {
                    throw new IllegalStateException("Two dialects have paths that begin with /" + first);
                }
            }
        }
    }

    /** All dialects with their routes. */
    List<DialectRoutes> dialects() {
        return dialects;
    }

    /** The routes of the dialect that responds to a path. */
    DialectRoutes of(List<String> path) {
        if (path.isEmpty()) {
            return others;
        }
        DialectRoutes own = byFirst.get(path.get(0));
        if (own != null) {
            return own;
        }
        int size = path.size();
        return size == 1 ? others : byLast.getOrDefault(path.get(size - 1), others);
    }

    /** Whether paths of this first segment are not a model's. A model of this name has no path {@code /{model}}. */
    boolean isReserved(String first) {
        return byFirst.containsKey(first);
    }
}
