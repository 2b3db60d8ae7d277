package dev.dropfit.monitor.alert.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Adds TLS to a mail server without it: from the start, or after the command STARTTLS. */
final class TlsFront implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tls-front");
        thread.setDaemon(true);
        return thread;
    });
    private final SSLContext tls;
    private final int mailPort;
    private final boolean startTls;

    /** @param mailPort the mail server's port on this machine */
    TlsFront(SSLContext tls, int mailPort, boolean startTls) throws IOException {
        this.tls = tls;
        this.mailPort = mailPort;
        this.startTls = startTls;
        executor.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** A context with a new certificate for a host, which trusts only this certificate. */
    static SSLContext selfSigned(Path folder, String host) throws Exception {
        Path file = folder.resolve(host + ".p12");
        if (!Files.exists(file)) {
            Process keytool = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "a",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + host,
                            "-ext",
                            "san=dns:" + host,
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            "changeit",
                            "-keystore",
                            file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IOException(Files.readString(folder.resolve("keytool.log")));
            }
        }
        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", store.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                executor.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), mailPort)) {
            if (startTls) {
                greet(client);
                line(server.getInputStream());
            }
            SSLSocket secure =
                    (SSLSocket) tls.getSocketFactory().createSocket(client, "localhost", client.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            executor.execute(() -> copy(secure, server));
            server.getInputStream().transferTo(secure.getOutputStream());
        } catch (IOException e) {
            // The client did not trust the certificate or closed the connection; its own error says so.
        }
    }

    private static void greet(Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write("220 front ESMTP\r\n".getBytes(US_ASCII));
        while (!line(client.getInputStream()).equalsIgnoreCase("STARTTLS")) {
            out.write("250-front\r\n250 STARTTLS\r\n".getBytes(US_ASCII));
        }
        out.write("220 go ahead\r\n".getBytes(US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("went away");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // It went away.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        executor.shutdownNow();
    }
}
