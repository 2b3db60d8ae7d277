package dev.dropfit.monitor.alert.delivery;

import java.net.URI;
import java.util.Optional;

/**
 * A mail server.
 *
 * @param implicitTls whether the connection starts with TLS ({@code smtps}) instead of STARTTLS
 * @param clear whether the connection has no TLS; on this machine only
 * @param user empty for a server without authentication
 * @param password empty for a server without authentication
 */
record SmtpServer(String host, int port, boolean implicitTls, boolean clear, String user, String password) {
    private static final String ACCEPTED =
            "; accepted are smtp://user@host:587 (STARTTLS) and smtps://user@host:465, with the password in "
                    + Destinations.SMTP_PASSWORD + ", and smtp://localhost:1025?tls=off on this machine only";

    /**
     * Reads a URL.
     *
     * @param password the password, if the URL has none
     * @throws IllegalStateException when it is not a mail server's URL; the message does not contain it
     */
    static SmtpServer of(String url, Optional<String> password) {
        URI uri = Destinations.uri(url)
                .filter(server ->
                        server.getScheme().equals("smtp") || server.getScheme().equals("smtps"))
                .filter(server -> server.getPath() == null
                        || server.getPath().isEmpty()
                        || server.getPath().equals("/"))
                .orElseThrow(() -> refused("is not a mail server's URL"));
        boolean clear = uri.getQuery() != null;
        if (clear && !(uri.getQuery().equals("tls=off") && uri.getScheme().equals("smtp"))) {
            throw refused("has a query other than ?tls=off");
        }
        if (clear && !Destinations.isLoopback(uri)) {
            throw refused("has ?tls=off for another machine");
        }
        boolean implicitTls = uri.getScheme().equals("smtps");
        String userInfo = uri.getUserInfo() == null ? "" : uri.getUserInfo();
        int colon = userInfo.indexOf(':');
        return new SmtpServer(
                uri.getHost(),
                uri.getPort() >= 0 ? uri.getPort() : implicitTls ? 465 : 587,
                implicitTls,
                clear,
                colon < 0 ? userInfo : userInfo.substring(0, colon),
                colon < 0 ? password.orElse("") : userInfo.substring(colon + 1));
    }

    private static IllegalStateException refused(String problem) {
        return new IllegalStateException(
                "The environment variable " + Destinations.SMTP_URL + " " + problem + ACCEPTED);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
