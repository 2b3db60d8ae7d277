package dev.dropfit.deploy;

import com.google.cloud.functions.invoker.runner.Invoker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A function as the buildpack starts it: the jar of the invoker, with the jar and class of the function as arguments. */
final class FunctionProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private FunctionProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a function and waits until it listens. */
    static FunctionProcess start(Path jar, String function, Map<String, String> environment)
            throws IOException, URISyntaxException {
        int port = freePort();
        Path invoker = Path.of(Invoker.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                invoker.toString(),
                "--classpath",
                jar.toString(),
                "--target",
                function);
        builder.environment().putAll(environment);
        builder.environment().put("PORT", Integer.toString(port));
        Process process = builder.redirectErrorStream(true).start();
        FunctionProcess started = new FunctionProcess(process, port);
        started.awaitListening(function);
        return started;
    }

    /** Waits for the line of the log with the URL. Later output is read and discarded, so that the process never blocks. */
    private void awaitListening(String function) throws IOException {
        List<String> log = new ArrayList<>();
        BufferedReader output = process.inputReader();
        while (true) {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError(function + " does not start:\n" + String.join("\n", log));
            }
            log.add(line);
            if (line.contains("URL: http://localhost:" + port)) {
                break;
            }
        }
        Thread drain = new Thread(() -> {
            try {
                output.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                if (process.isAlive()) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        drain.setDaemon(true);
        drain.start();
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
