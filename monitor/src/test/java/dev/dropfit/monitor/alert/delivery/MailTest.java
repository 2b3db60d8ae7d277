package dev.dropfit.monitor.alert.delivery;

import static dev.dropfit.monitor.alert.RunHistory.HEART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.Alerts;
import dev.dropfit.monitor.alert.RunHistory;
import dev.dropfit.monitor.alert.message.Alert;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real mails to a real server. */
final class MailTest {
    private static final int WAIT_MILLIS = 2000;
    private static final String FROM = "Dropfit <dropfit@example.com>";
    private static final String TO = "ada@example.com, Grace <grace@example.com>";

    @TempDir
    private static Path folder;

    private GreenMail mails;

    @BeforeEach
    void startTheServer() {
        mails = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP).dynamicPort());
        mails.start();
        mails.setUser("dropfit@example.com", "dropfit", "s3cr3t");
    }

    @AfterEach
    void stopTheServer() {
        mails.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "smtps"})
    void anAlertIsSentOverTls(String scheme) throws Exception {
        SSLContext tls = TlsFront.selfSigned(folder, "localhost");
        try (TlsFront front = new TlsFront(tls, mails.getSmtp().getPort(), scheme.equals("smtp"))) {
            String url = scheme + "://dropfit@localhost:" + front.port();
            mail(url, tls).send(Examples.rejected());
        }

        assertThat(mails.getReceivedMessages()).hasSize(2);
        MimeMessage mail = mails.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Dropfit: heart: new model rejected");
        assertThat(mail.getFrom()[0]).hasToString("Dropfit <dropfit@example.com>");
        assertThat(mail.getHeader("To", null)).isEqualTo("ada@example.com, Grace <grace@example.com>");
        assertThat(mail.getHeader("Message-ID", null)).isEqualTo("<heart.20261122T084133Z-1f0c2a9b.rejected@dropfit>");
        assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(mail.getSentDate()).isNotNull();
    }

    @Test
    void aMailHasATextAndAnHtmlPart() throws Exception {
        mail(clear()).send(Examples.rejected());

        MimeMultipart alternatives = (MimeMultipart) mails.getReceivedMessages()[0].getContent();
        assertThat(alternatives.getContentType()).startsWith("multipart/alternative");
        assertThat(alternatives
                        .getBodyPart(0)
                        .getContent()
                        .toString()
                        .replace("\r\n", "\n")
                        .strip())
                .isEqualTo("""
                    The new model of heart was rejected.
                    Check what changed in the dataset.

                    Reasons:
                    - roc_auc 0.850 is 0.050 below the champion's 0.900

                             new                     previous  baseline
                    roc_auc  0.850 (0.800 to 0.890)  0.900     0.500

                    run  verdict   metric   value
                    v2   rejected  roc_auc  0.850
                    v1   promoted  roc_auc  0.900

                    To roll back: dropfit rollback heart 20261121T084133Z-00000001 --why TEXT

                    Dashboard: https://dash.example.com/heart\
                    """);
        assertThat(alternatives.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(alternatives.getBodyPart(1).getContent().toString())
                .contains("<td", "0.850", "<code>dropfit rollback");
    }

    @Test
    void aHostileReasonAddsNoHeaderOrRecipient() throws Exception {
        mail(clear()).send(Examples.rejected(Examples.HOSTILE));

        assertThat(mails.getReceivedMessages()).hasSize(2);
        MimeMessage mail = mails.getReceivedMessages()[0];
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(GreenMailUtil.getHeaders(mail)).doesNotContain("victim", "script", "HYPERLINK");
        String text =
                ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent().toString();
        assertThat(text)
                .contains("- a Bcc: victim@example.com new body", "- <script>alert(1)</script>", "שלום 数据 é 😀");
    }

    @Test
    void aHostileTitleStaysInTheSubject() throws Exception {
        Alert alert = Examples.rejected();
        Alert hostile = new Alert(
                alert.model(),
                alert.version(),
                alert.occasion(),
                alert.kind(),
                "x\r\nBcc: victim@example.com\r\n\r\nbody",
                "s",
                "a",
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());

        mail(clear()).send(hostile);

        assertThat(mails.getReceivedMessages()).hasSize(2);
        assertThat(mails.getReceivedMessages()[0].getSubject()).isEqualTo("Dropfit: x Bcc: victim@example.com body");
        assertThat(mails.getReceivedMessages()[0].getHeader("Bcc")).isNull();
    }

    @Test
    void aServerWithoutStartTlsGetsNothing() {
        Mail mail = mail("smtp://dropfit@localhost:" + mails.getSmtp().getPort());

        assertThatThrownBy(() -> mail.send(Examples.rejected()))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessageStartingWith(
                        "The mail server localhost:" + mails.getSmtp().getPort()
                                + " can't be reached or does not reply as expected, or does not support STARTTLS");
        assertThat(mails.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "smtps"})
    void aServerWithAnUntrustedCertificateGetsNothing(String scheme) throws Exception {
        SSLContext tls = TlsFront.selfSigned(folder, "localhost");
        try (TlsFront front = new TlsFront(tls, mails.getSmtp().getPort(), scheme.equals("smtp"))) {
            Mail mail = mail(scheme + "://dropfit@localhost:" + front.port());

            assertThatThrownBy(() -> mail.send(Examples.rejected())).isInstanceOf(NotDeliveredException.class);
        }
        assertThat(mails.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "smtps"})
    void aServerWithACertificateOfAnotherHostGetsNothing(String scheme) throws Exception {
        SSLContext tls = TlsFront.selfSigned(folder, "other.example");
        try (TlsFront front = new TlsFront(tls, mails.getSmtp().getPort(), scheme.equals("smtp"))) {
            Mail mail = mail(scheme + "://dropfit@localhost:" + front.port(), tls);

            assertThatThrownBy(() -> mail.send(Examples.rejected())).isInstanceOf(NotDeliveredException.class);
        }
        assertThat(mails.getReceivedMessages()).isEmpty();
    }

    @Test
    void aWrongPasswordIsNotRetriedAndNotShown() {
        Mail mail = Mail.of(
                SmtpServer.of(
                        "smtp://dropfit@localhost:" + mails.getSmtp().getPort() + "?tls=off", Optional.of("wr0ng")),
                FROM,
                TO,
                WAIT_MILLIS,
                null);

        Throwable error = catchThrowable(() -> mail.send(Examples.rejected()));

        assertThat(error)
                .isNotInstanceOf(NotDeliveredException.class)
                .hasMessage("The mail server localhost:" + mails.getSmtp().getPort()
                        + " does not accept the user or the password of DROPFIT_SMTP_URL");
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("wr0ng");
    }

    @Test
    void aSilentServerTimesOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Mail mail = Mail.of(
                    SmtpServer.of("smtp://localhost:" + silent.getLocalPort(), Optional.empty()), FROM, TO, 300, null);

            assertThatThrownBy(() -> mail.send(Examples.rejected())).isInstanceOf(NotDeliveredException.class);
        }
    }

    @Test
    void aServerThatWasDownGetsTheMailOnce() throws Exception {
        MemoryBucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
        Version version = new RunHistory(bucket).rejected(0.6);
        MovedClock clock = new MovedClock();
        Alerts alerts = new Alerts(
                bucket, List.of(mail(clear())), Optional.empty(), clock, clock.retries(Duration.ofMinutes(2)));
        mails.stop();
        assertThatThrownBy(() -> alerts.process(HEART, version)).isInstanceOf(NotDeliveredException.class);

        mails.start();
        mails.setUser("dropfit@example.com", "dropfit", "s3cr3t");
        Alerts again = new Alerts(
                bucket, List.of(mail(clear())), Optional.empty(), clock, clock.retries(Duration.ofMinutes(2)));
        again.process(HEART, version);
        again.process(HEART, version);

        assertThat(mails.getReceivedMessages()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "a@b\r\nBcc: c@d", "@", "a b@c"})
    void anInvalidAddressIsRefused(String address) {
        SmtpServer server = SmtpServer.of("smtps://mail.example.com", Optional.empty());

        assertThatThrownBy(() -> Mail.of(server, FROM, address))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The environment variable DROPFIT_MAIL_TO is '")
                .hasMessageEndingWith("'; accepted are mail addresses like ada@example.com, separated by commas");
    }

    /** Without TLS, which is accepted on this machine only. */
    private String clear() {
        return "smtp://dropfit@localhost:" + mails.getSmtp().getPort() + "?tls=off";
    }

    private static Mail mail(String url) {
        return Mail.of(SmtpServer.of(url, Optional.of("s3cr3t")), FROM, TO, WAIT_MILLIS, null);
    }

    private static Mail mail(String url, SSLContext trust) {
        return Mail.of(SmtpServer.of(url, Optional.of("s3cr3t")), FROM, TO, WAIT_MILLIS, trust.getSocketFactory());
    }
}
