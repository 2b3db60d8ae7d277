package dev.dropfit.monitor.dashboard.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The frame of a page that is one file: it has its styles, no script and no links to other files. Thread-safe. */
public final class SingleFile {
    private final String style;

    public SingleFile() {
        style = text("dashboard.css") + text("single-file.css");
    }

    private static String text(String resource) {
        try (InputStream in = SingleFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The class path does not contain " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document. */
    public Html of(String title, Html content) {
        return Html.of("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>{}</title>
                <style>{}</style>
                </head>
                <body class="single">
                <main>
                {}
                </main>
                </body>
                </html>
                """, title, Html.trusted(style), content);
    }

    /** A policy for a server that sends the document: these styles and nothing else. */
    public String contentSecurityPolicy() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return "default-src 'none'; style-src 'sha256-"
                    + Base64.getEncoder().encodeToString(digest)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
