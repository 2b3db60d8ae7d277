package dev.dropfit.monitor.alert.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server that keeps the requests it gets. */
final class Receiver implements AutoCloseable {
    private static final int HANG = 0;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<Answer> answers = new ConcurrentLinkedDeque<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();

    private record Answer(int status, String location) {}

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    /** A URL of it, whose path is a secret. */
    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/services/T0/B0/s3cr3t");
    }

    /** The status of the next response; after the last of these, the status is 200. */
    Receiver answers(int status) {
        answers.add(new Answer(status, ""));
        return this;
    }

    /** The next request gets no response. */
    Receiver hangs() {
        return answers(HANG);
    }

    Receiver redirects(int status, URI location) {
        answers.add(new Answer(status, location.toString()));
        return this;
    }

    List<String> bodies() {
        synchronized (bodies) {
            return List.copyOf(bodies);
        }
    }

    List<String> idempotencyKeys() {
        synchronized (bodies) {
            return List.copyOf(keys);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        synchronized (bodies) {
            bodies.add(body);
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        }
        Answer answer = answers.isEmpty() ? new Answer(200, "") : answers.remove();
        if (answer.status() == HANG) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        if (!answer.location().isEmpty()) {
            exchange.getResponseHeaders().set("Location", answer.location());
        }
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
    }
}
