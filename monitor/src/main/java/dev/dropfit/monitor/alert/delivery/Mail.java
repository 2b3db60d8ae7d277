package dev.dropfit.monitor.alert.delivery;

import dev.dropfit.monitor.alert.message.Alert;
import dev.dropfit.monitor.alert.message.PlainText;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends alerts by mail, over TLS. No message contains a server's reply, which may repeat the password.
 *
 * <p>If a server accepts some recipients and refuses others, the alert counts as sent.
 */
final class Mail implements Destination {
    private static final Logger LOGGER = Logger.getLogger(Mail.class.getName());

    /** For connecting and for each reply. */
    private static final int MAX_WAIT_MILLIS = 10_000;

    private final SmtpServer server;
    private final InternetAddress from;
    private final InternetAddress[] to;
    private final Session session;

    private Mail(SmtpServer server, InternetAddress from, InternetAddress[] to, Session session) {
        this.server = server;
        this.from = from;
        this.to = to;
        this.session = session;
    }

    /** @throws IllegalStateException when an address is not valid */
    static Mail of(SmtpServer server, String from, String to) {
        return of(server, from, to, MAX_WAIT_MILLIS, null);
    }

    /** @param trust which certificates to accept; null for those that the machine trusts */
    static Mail of(SmtpServer server, String from, String to, int waitMillis, @Nullable SSLSocketFactory trust) {
        InternetAddress[] senders = addresses(Destinations.MAIL_FROM, from);
        if (senders.length != 1) {
            throw new IllegalStateException(
                    "The environment variable " + Destinations.MAIL_FROM + " has several addresses; accepted is one");
        }
        return new Mail(
                server,
                senders[0],
                addresses(Destinations.MAIL_TO, to),
                Session.getInstance(properties(server, waitMillis, trust)));
    }

    private static InternetAddress[] addresses(String variable, String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, true);
            for (InternetAddress address : addresses) {
                address.validate();
                if (text.chars().anyMatch(Character::isISOControl)
                        || !address.getAddress().contains("@")) {
                    throw new AddressException("not an address");
                }
            }
            if (addresses.length > 0) {
                return addresses;
            }
        } catch (AddressException e) {
            // Reported below.
        }
        throw new IllegalStateException("The environment variable " + variable + " is '" + PlainText.line(text, 80)
                + "'; accepted are mail addresses like ada@example.com, separated by commas");
    }

    private static Properties properties(SmtpServer server, int waitMillis, @Nullable SSLSocketFactory trust) {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", server.host());
        properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
        properties.setProperty("mail.smtp.auth", Boolean.toString(!server.user().isEmpty()));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(server.implicitTls()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        boolean startTls = !server.implicitTls() && !server.clear();
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.setProperty("mail.smtp.connectiontimeout", Integer.toString(waitMillis));
        properties.setProperty("mail.smtp.timeout", Integer.toString(waitMillis));
        properties.setProperty("mail.smtp.writetimeout", Integer.toString(waitMillis));
        properties.setProperty("mail.smtp.sendpartial", "true");
        if (trust != null) {
            properties.put("mail.smtp.ssl.socketFactory", trust);
            properties.setProperty("mail.smtp.ssl.socketFactory.fallback", "false");
        }
        return properties;
    }

    @Override
    public String name() {
        return "mail";
    }

    /** On a thread of its own, because a server that replies byte by byte would take forever. */
    @Override
    public void send(Alert alert) throws IOException {
        FutureTask<Optional<IOException>> sending = new FutureTask<>(() -> sendNow(alert));
        Thread thread = new Thread(sending, "dropfit-mail");
        thread.setDaemon(true);
        thread.start();
        Optional<IOException> failure;
        try {
            failure = sending.get(Deliveries.MAX_SEND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sending.cancel(true);
            throw new NotDeliveredException("The mail server " + server + " did not finish within "
                    + Deliveries.MAX_SEND.toSeconds() + " seconds");
        } catch (ExecutionException e) {
            throw new IOException("Mail can't be sent: " + Faults.innermost(e));
        } catch (InterruptedException e) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            throw new NotDeliveredException("Sending mail was interrupted");
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<IOException> sendNow(Alert alert) {
        try (Transport transport = session.getTransport()) {
            MimeMessage message = MailMessage.of(alert, session, from, to);
            transport.connect(
                    server.host(),
                    server.port(),
                    server.user().isEmpty() ? null : server.user(),
                    server.user().isEmpty() ? null : server.password());
            transport.sendMessage(message, to);
            return Optional.empty();
        } catch (AuthenticationFailedException e) {
            return Optional.of(new IOException("The mail server " + server
                    + " does not accept the user or the password of " + Destinations.SMTP_URL));
        } catch (SendFailedException e) {
            return failure(e);
        } catch (MessagingException e) {
            return Optional.of(new NotDeliveredException(
                    "The mail server " + server + " can't be reached or does not reply as expected"
                            + (server.clear() || server.implicitTls() ? "" : ", or does not support STARTTLS")
                            + ": " + Faults.innermost(e)));
        }
    }

    private Optional<IOException> failure(SendFailedException e) {
        Address @Nullable [] took = e.getValidSentAddresses();
        if (took != null && took.length > 0) {
            LOGGER.log(
                    Level.WARNING,
                    "The mail server {0} accepted the message for {1} of {2} recipients",
                    new Object[] {server, took.length, to.length});
            return Optional.empty();
        }
        int code = code(e);
        String message = "The mail server " + server + " refused the message" + (code > 0 ? " with code " + code : "");
        return Optional.of(code / 100 == 5 ? new IOException(message) : new NotDeliveredException(message));
    }

    /** The first reply code of an exception and its causes; 0 when there is none. */
    private static int code(Exception exception) {
        for (@Nullable Throwable e = exception; e != null; e = e.getCause()) {
            int code = e instanceof SMTPSendFailedException failed
                    ? failed.getReturnCode()
                    : e instanceof SMTPSenderFailedException failed
                            ? failed.getReturnCode()
                            : e instanceof SMTPAddressFailedException failed ? failed.getReturnCode() : 0;
            if (code / 100 == 4 || code / 100 == 5) {
                return code;
            }
        }
        return 0;
    }
}
