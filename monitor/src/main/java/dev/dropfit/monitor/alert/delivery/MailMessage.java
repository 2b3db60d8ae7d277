package dev.dropfit.monitor.alert.delivery;

import dev.dropfit.monitor.alert.message.Alert;
import dev.dropfit.monitor.alert.message.PlainText;
import dev.dropfit.monitor.alert.message.TextTables;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** An alert as a mail, in plain text and in HTML with the same content. It loads nothing from other hosts. */
final class MailMessage {
    private MailMessage() {}

    static MimeMessage of(Alert alert, Session session, InternetAddress from, InternetAddress[] to)
            throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            /** The same each time, so that mail programs recognise a duplicate. */
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + alert.id().replace('/', '.') + "@dropfit>");
            }
        };
        message.setFrom(from);
        message.setRecipients(Message.RecipientType.TO, to);
        message.setSubject(PlainText.line("Dropfit: " + alert.title(), 150), "UTF-8");
        message.setHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(OffsetDateTime.now(ZoneOffset.UTC)));
        // Prevents out-of-office replies (RFC 3834).
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(text(alert), "plain"));
        alternatives.addBodyPart(part(html(alert), "html"));
        message.setContent(alternatives);
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", subtype);
        return part;
    }

    static String text(Alert alert) {
        StringBuilder text = new StringBuilder();
        text.append(alert.sentence()).append("\n").append(alert.advice()).append("\n");
        if (!alert.reasons().isEmpty()) {
            text.append("\nReasons:\n");
            alert.reasons().forEach(reason -> text.append("- ").append(reason).append('\n'));
        }
        if (!alert.figures().isEmpty()) {
            text.append("\n").append(TextTables.aligned(TextTables.figures(alert)));
        }
        if (!alert.runs().isEmpty()) {
            text.append("\n").append(TextTables.aligned(TextTables.runs(alert)));
        }
        alert.command()
                .ifPresent(command ->
                        text.append("\nTo roll back: ").append(command).append('\n'));
        alert.dashboard()
                .ifPresent(url -> text.append("\nDashboard: ").append(url).append('\n'));
        return text.toString();
    }

    static String html(Alert alert) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>")
                .append(escaped(alert.title()))
                .append("</title></head><body style=\"font-family:sans-serif\"><p><strong>")
                .append(escaped(alert.sentence()))
                .append("</strong></p><p>")
                .append(escaped(alert.advice()))
                .append("</p>");
        if (!alert.reasons().isEmpty()) {
            html.append("<ul>");
            alert.reasons()
                    .forEach(reason -> html.append("<li dir=\"auto\">")
                            .append(escaped(reason))
                            .append("</li>"));
            html.append("</ul>");
        }
        if (!alert.figures().isEmpty()) {
            table(html, TextTables.figures(alert));
        }
        if (!alert.runs().isEmpty()) {
            table(html, TextTables.runs(alert));
        }
        alert.command()
                .ifPresent(command -> html.append("<p>To roll back: <code>")
                        .append(escaped(command))
                        .append("</code></p>"));
        alert.dashboard()
                .ifPresent(
                        url -> html.append("<p><a href=\"").append(escaped(url)).append("\">Dashboard</a></p>"));
        return html.append("</body></html>").toString();
    }

    private static void table(StringBuilder html, List<List<String>> rows) {
        html.append("<table cellpadding=\"4\" style=\"border-collapse:collapse\">");
        for (int r = 0; r < rows.size(); r++) {
            String cell = r == 0 ? "th" : "td";
            html.append("<tr>");
            for (String value : rows.get(r)) {
                html.append("<" + cell + " align=\"left\" style=\"border-bottom:1px solid #ccc\">")
                        .append(escaped(value))
                        .append("</" + cell + ">");
            }
            html.append("</tr>");
        }
        html.append("</table>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
