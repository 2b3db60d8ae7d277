package dev.dropfit.monitor.dashboard.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Protects a dashboard that can change something: it accepts only requests from its own pages, and without a {@link Login} only on this machine. Another site that is open in
 * the same browser can also send requests, or let its own host name resolve to this machine; both show in headers that it can't set.
 */
public final class Guard {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private Guard() {}

    /**
     * Checks where a request comes from.
     *
     * @param anyHost whether other machines may reach the dashboard, by any name: a name that another site has given this machine has no
     *     cookie of a login
     * @throws RefusedException when the request has another host name, or comes from another site
     */
    public static void check(PageRequest request, boolean anyHost) throws RefusedException {
        String host = request.headers().first("Host").orElse("").toLowerCase(Locale.ROOT);
        if (!anyHost && !THIS_MACHINE.contains(host.replaceFirst(":\\d+$", ""))) {
            throw new RefusedException(
                    403, "Request refused", "The host is '" + host + "'; accepted are localhost, 127.0.0.1 and [::1].");
        }
        if (!request.isGet() && !isOwn(request, host)) {
            throw new RefusedException(
                    403,
                    "Request refused",
                    "The request came from another site; accepted are requests from the dashboard's own pages.");
        }
    }

    private static boolean isOwn(PageRequest request, String host) {
        Optional<String> site = request.headers().first("Sec-Fetch-Site");
        Optional<String> origin = request.headers().first("Origin");
        // Programs other than browsers send neither header.
        return site.filter(from -> !from.equals("same-origin")).isEmpty()
                && origin.filter(from -> !isOf(from, host)).isEmpty();
    }

    private static boolean isOf(String origin, String host) {
        try {
            return host.equals(String.valueOf(URI.create(origin).getAuthority()).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
