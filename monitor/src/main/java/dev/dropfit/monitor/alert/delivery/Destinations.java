package dev.dropfit.monitor.alert.delivery;

import dev.dropfit.core.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The destinations that the environment names. No message shows a value, because it may contain a secret. */
public final class Destinations {
    static final String SLACK = "DROPFIT_SLACK_WEBHOOK";
    static final String WEBHOOK = "DROPFIT_WEBHOOK";
    static final String SMTP_URL = "DROPFIT_SMTP_URL";
    static final String SMTP_PASSWORD = "DROPFIT_SMTP_PASSWORD";
    static final String MAIL_FROM = "DROPFIT_MAIL_FROM";
    static final String MAIL_TO = "DROPFIT_MAIL_TO";
    static final String DASHBOARD = "DROPFIT_DASHBOARD_URL";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Destinations() {}

    /**
     * The destinations that the environment names.
     *
     * @throws IllegalStateException when the environment names none, or an invalid one
     */
    public static List<Destination> fromEnvironment() {
        List<Destination> destinations = new ArrayList<>();
        Environment.find(SLACK).map(url -> Webhook.slack(webhook(SLACK, url))).ifPresent(destinations::add);
        Environment.find(WEBHOOK)
                .map(url -> Webhook.json(webhook(WEBHOOK, url)))
                .ifPresent(destinations::add);
        Environment.find(SMTP_URL)
                .map(url -> Mail.of(
                        SmtpServer.of(url, Environment.find(SMTP_PASSWORD)),
                        Environment.require(MAIL_FROM, "the sender's address, like dropfit@example.com"),
                        Environment.require(MAIL_TO, "the recipients' addresses, separated by commas")))
                .ifPresent(destinations::add);
        if (destinations.isEmpty()) {
            throw new IllegalStateException("No destination for alerts is set; set at least one of " + SLACK + ", "
                    + WEBHOOK + " and " + SMTP_URL);
        }
        return destinations;
    }

    public static Optional<String> dashboardFromEnvironment() {
        return Environment.find(DASHBOARD).map(url -> {
            if (uri(url).filter(Destinations::isWeb).isEmpty()) {
                throw new IllegalStateException("The environment variable " + DASHBOARD
                        + " is not a URL; accepted are https://host/path and http://host/path");
            }
            return url.replaceAll("/+$", "");
        });
    }

    /** A webhook's URL is a secret, so it is never sent over a network without TLS. */
    private static URI webhook(String variable, String url) {
        return uri(url).filter(Destinations::isWeb)
                .filter(uri -> uri.getScheme().equals("https") || isLoopback(uri))
                .filter(uri -> uri.getUserInfo() == null)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "The environment variable " + variable
                                        + " is not a webhook's URL; accepted are https://host/path and, on this machine only, http://host/path"));
    }

    static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text)).filter(uri -> uri.getHost() != null && uri.getScheme() != null);
        } catch (URISyntaxException e) {
            // The exception's message contains the text.
            return Optional.empty();
        }
    }

    static boolean isLoopback(URI uri) {
        return LOOPBACK.contains(uri.getHost());
    }

    private static boolean isWeb(URI uri) {
        return uri.getScheme().equals("https") || uri.getScheme().equals("http");
    }
}
