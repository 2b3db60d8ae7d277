package dev.dropfit.monitor.alert.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which environment variables are valid. */
final class DestinationsTest {
    private static final List<String> VARIABLES = List.of(
            Destinations.SLACK,
            Destinations.WEBHOOK,
            Destinations.SMTP_URL,
            Destinations.SMTP_PASSWORD,
            Destinations.MAIL_FROM,
            Destinations.MAIL_TO,
            Destinations.DASHBOARD);

    @AfterEach
    void forget() {
        VARIABLES.forEach(System::clearProperty);
    }

    @Test
    void eachVariableThatIsSetIsADestination() {
        System.setProperty(Destinations.SLACK, "https://hooks.slack.com/services/T0/B0/s3cr3t");
        System.setProperty(Destinations.WEBHOOK, "http://localhost:8099/alerts");
        System.setProperty(Destinations.SMTP_URL, "smtp://dropfit@mail.example.com");
        System.setProperty(Destinations.MAIL_FROM, "dropfit@example.com");
        System.setProperty(Destinations.MAIL_TO, "ada@example.com");

        assertThat(Destinations.fromEnvironment().stream().map(Destination::name))
                .containsExactly("slack", "webhook", "mail");
    }

    @Test
    void atLeastOneDestinationIsRequired() {
        assertThatThrownBy(Destinations::fromEnvironment)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "No destination for alerts is set; set at least one of DROPFIT_SLACK_WEBHOOK, DROPFIT_WEBHOOK and"
                                + " DROPFIT_SMTP_URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cr3t",
                "http://hooks.slack.com/s3cr3t",
                "ftp://hooks.slack.com/s3cr3t",
                "https:///s3cr3t",
                "https://user:s3cr3t@example.com/",
                "https://exa mple.com/s3cr3t",
                "file:///s3cr3t"
            })
    void anInvalidWebhookIsRefusedAndNotShown(String url) {
        System.setProperty(Destinations.SLACK, url);

        assertThatThrownBy(Destinations::fromEnvironment)
                .isInstanceOf(IllegalStateException.class)
                .hasNoCause()
                .hasMessage(
                        "The environment variable DROPFIT_SLACK_WEBHOOK is not a webhook's URL; accepted are https://host/path and,"
                                + " on this machine only, http://host/path");
    }

    @Test
    void mailNeedsAddresses() {
        System.setProperty(Destinations.SMTP_URL, "smtps://mail.example.com");

        assertThatThrownBy(Destinations::fromEnvironment)
                .hasMessage(
                        "The environment variable DROPFIT_MAIL_FROM is not set; set it to the sender's address, like"
                                + " dropfit@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example.com, 587, false, false, '', ''",
        "smtps://mail.example.com/, 465, true, false, '', ''",
        "smtp://ada@mail.example.com:25, 25, false, false, ada, outside",
        "smtp://ada%40example.com:in%2Fside@mail.example.com, 587, false, false, ada@example.com, in/side",
        "smtp://localhost:1025?tls=off, 1025, false, true, '', ''"
    })
    void aMailServerIsAUrl(String url, int port, boolean implicitTls, boolean clear, String user, String password) {
        SmtpServer server = SmtpServer.of(url, user.isEmpty() ? Optional.empty() : Optional.of("outside"));

        assertThat(server.port()).isEqualTo(port);
        assertThat(server.implicitTls()).isEqualTo(implicitTls);
        assertThat(server.clear()).isEqualTo(clear);
        assertThat(server.user()).isEqualTo(user);
        assertThat(server.password()).isEqualTo(password);
        assertThat(server.toString()).doesNotContain("side");
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, is not a mail server's URL",
        "http://u:s3cr3t@mail.example.com, is not a mail server's URL",
        "smtp://u:s3cr3t@mail.example.com/x, is not a mail server's URL",
        "smtp://u:s3cr3t@mail.example.com?tls=off, has ?tls=off for another machine",
        "smtps://localhost?tls=off, has a query other than ?tls=off",
        "smtp://localhost?tls=no, has a query other than ?tls=off"
    })
    void anInvalidMailServerIsRefusedAndNotShown(String url, String problem) {
        assertThatThrownBy(() -> SmtpServer.of(url, Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasNoCause()
                .hasMessage("The environment variable DROPFIT_SMTP_URL " + problem
                        + "; accepted are smtp://user@host:587 (STARTTLS) and smtps://user@host:465, with the password in"
                        + " DROPFIT_SMTP_PASSWORD, and smtp://localhost:1025?tls=off on this machine only");
    }

    @Test
    void theDashboardMayBeAnyWebPage() {
        System.setProperty(Destinations.DASHBOARD, "https://dash.example.com/");
        assertThat(Destinations.dashboardFromEnvironment()).contains("https://dash.example.com");

        System.setProperty(Destinations.DASHBOARD, "javascript:alert(1)");
        assertThatThrownBy(Destinations::dashboardFromEnvironment)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The environment variable DROPFIT_DASHBOARD_URL is not a URL; accepted are https://host/path and"
                                + " http://host/path");
    }
}
