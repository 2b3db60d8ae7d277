package dev.dropfit.monitor.dashboard.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask a dashboard that may change something: this machine's own pages. A page of another site that is open in the same browser may
 * send requests here too, or have its own name lead here; both show in headers that it can't choose.
 */
public final class Guard {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private Guard() {}

    /** @throws RefusedException when the request came by another name, or from a page of another site */
    public static void check(PageRequest request) throws RefusedException {
        String host = request.headers().first("Host").orElse("").toLowerCase(Locale.ROOT);
        if (!THIS_MACHINE.contains(host.replaceFirst(":\\d+$", ""))) {
            throw new RefusedException(
                    403, "Not from here", "The request came for '" + host + "'; accepted are localhost and 127.0.0.1.");
        }
        if (!request.isGet() && !isOwn(request, host)) {
            throw new RefusedException(
                    403,
                    "Not from here",
                    "The request came from a page of another site; only this page's own are accepted.");
        }
    }

    private static boolean isOwn(PageRequest request, String host) {
        Optional<String> site = request.headers().first("Sec-Fetch-Site");
        Optional<String> origin = request.headers().first("Origin");
        // Programs other than browsers send neither.
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
