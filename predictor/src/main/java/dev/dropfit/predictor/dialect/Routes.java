package dev.dropfit.predictor.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of all routes. The first segment of a path decides which dialect responds, also when the path has no route. Immutable.
 */
final class Routes {
    private final List<DialectRoutes> dialects = new ArrayList<>();
    private final Map<String, DialectRoutes> byFirst = new HashMap<>();
    private final DialectRoutes others;

    /**
     * The routes of these dialects.
     *
     * @param other responds to paths whose first segment belongs to no dialect
     */
    Routes(Dialect other, List<Dialect> more) {
        others = add(other);
        more.forEach(this::add);
    }

    private DialectRoutes add(Dialect dialect) {
        DialectRoutes routes = new DialectRoutes(dialect);
        dialects.add(routes);
        for (DialectRoutes.Entry entry : routes.entries()) {
            String first = entry.pattern().first();
            if (first != null) {
                DialectRoutes earlier = byFirst.put(first, routes);
                if (earlier != null && earlier != routes) {
                    throw new IllegalStateException("Two dialects have paths that begin with /" + first);
                }
            }
        }
        return routes;
    }

    /** All dialects with their routes. */
    List<DialectRoutes> dialects() {
        return dialects;
    }

    /** The routes of the dialect that responds to a path. */
    DialectRoutes of(List<String> path) {
        return path.isEmpty() ? others : byFirst.getOrDefault(path.get(0), others);
    }

    /** Whether paths of this first segment are not a model's. A model of this name has no path {@code /{model}}. */
    boolean isReserved(String first) {
        return byFirst.containsKey(first);
    }
}
