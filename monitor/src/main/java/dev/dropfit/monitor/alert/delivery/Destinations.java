package dev.dropfit.monitor.alert.delivery;

import dev.dropfit.core.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the environment says that alerts go. No message here shows a value: it may hold a secret. */
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

    /** @throws IllegalStateException when it names none, or one that is none */
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
            throw new IllegalStateException("No environment variable says where alerts go; accepted are " + SLACK + ", "
                    + WEBHOOK + " and " + SMTP_URL + ", of which at least one is to be set");
        }
        return destinations;
    }

    public static Optional<String> dashboardFromEnvironment() {
        return Environment.find(DASHBOARD).map(url -> {
            if (uri(url).filter(Destinations::isWeb).isEmpty()) {
                throw new IllegalStateException(
                        "The environment variable " + DASHBOARD + " is no URL that begins with https:// or http://");
            }
            return url.replaceAll("/+$", "");
        });
    }

    /** A webhook's URL is its secret: it is not sent over a network in clear text. */
    private static URI webhook(String variable, String url) {
        return uri(url).filter(Destinations::isWeb)
                .filter(uri -> uri.getScheme().equals("https") || isLoopback(uri))
                .filter(uri -> uri.getUserInfo() == null)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "The environment variable " + variable
                                        + " is no URL of a webhook; accepted are https://host/path, and http:// for this machine only"));
    }

    static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text)).filter(uri -> uri.getHost() != null && uri.getScheme() != null);
        } catch (URISyntaxException e) {
            // Its message shows the text.
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
