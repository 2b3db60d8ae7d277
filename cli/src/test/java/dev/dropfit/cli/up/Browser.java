package dev.dropfit.cli.up;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Debian's Chromium, headless, with a new empty profile. Closing it ends the process. */
final class Browser implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;

    private final Process process;
    private final Path profile;
    private final Connection connection;

    private Browser(Process process, Path profile, Connection connection) {
        this.process = process;
        this.profile = profile;
        this.connection = connection;
    }

    /** The path of Chromium; empty when it is not installed. */
    static Optional<Path> executable() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start() throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("dropfit-chromium");
        Process process = new ProcessBuilder(List.of(
                        executable().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("output.txt").toFile())
                .start();
        return new Browser(process, profile, Connection.open(address(process, profile)));
    }

    /** The address of the DevTools. Chromium writes its port and path into the profile. */
    private static URI address(Process process, Path profile) throws IOException, InterruptedException {
        Path file = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() >= 2) {
                return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("Chromium did not start: " + Files.readString(profile.resolve("output.txt")));
    }

    /** A new empty tab. */
    Page open() {
        JsonObject blank = new JsonObject();
        blank.addProperty("url", "about:blank");
        String target = connection
                .call("", "Target.createTarget", blank)
                .get("targetId")
                .getAsString();
        JsonObject attach = new JsonObject();
        attach.addProperty("targetId", target);
        attach.addProperty("flatten", true);
        String session = connection
                .call("", "Target.attachToTarget", attach)
                .get("sessionId")
                .getAsString();
        return new Page(connection, session);
    }

    @Override
    public void close() throws IOException {
        connection.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        Files.walkFileTree(profile, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The DevTools protocol over its web socket: commands with their responses, and events. Thread-safe. */
    static final class Connection implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
        private final Map<String, List<Consumer<JsonObject>>> listeners = new ConcurrentHashMap<>();
        private final AtomicInteger ids = new AtomicInteger();
        private final StringBuilder text = new StringBuilder();
        private @Nullable WebSocket socket;

        private static Connection open(URI address) {
            Connection connection = new Connection();
            connection.socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(address, connection)
                    .join();
            return connection;
        }

        /** Calls a listener with all events of a session. */
        void listen(String session, Consumer<JsonObject> listener) {
            listeners
                    .computeIfAbsent(session, name -> new CopyOnWriteArrayList<>())
                    .add(listener);
        }

        /** Sends a command and waits for its response. */
        JsonObject call(String session, String method, JsonObject parameters) {
            int id = ids.incrementAndGet();
            JsonObject message = new JsonObject();
            message.addProperty("id", id);
            message.addProperty("method", method);
            message.add("params", parameters);
            if (!session.isEmpty()) {
                message.addProperty("sessionId", session);
            }
            CompletableFuture<JsonObject> response = new CompletableFuture<>();
            waiting.put(id, response);
            try {
                synchronized (this) {
                    WebSocket open = socket;
                    if (open == null) {
                        throw new IllegalStateException("Not connected");
                    }
                    open.sendText(message.toString(), true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                }
                return response.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(method, e);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException(method + " got no response", e);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
                text.setLength(0);
                dispatch(message);
            }
            webSocket.request(1);
            return null;
        }

        private void dispatch(JsonObject message) {
            JsonElement id = message.get("id");
            if (id == null) {
                String session =
                        message.has("sessionId") ? message.get("sessionId").getAsString() : "";
                listeners.getOrDefault(session, List.of()).forEach(listener -> listener.accept(message));
                return;
            }
            CompletableFuture<JsonObject> response = waiting.remove(id.getAsInt());
            if (response != null && message.has("error")) {
                response.completeExceptionally(new UncheckedIOException(
                        new IOException(message.get("error").toString())));
            } else if (response != null) {
                response.complete(message.getAsJsonObject("result"));
            }
        }

        void close() {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
        }
    }
}
