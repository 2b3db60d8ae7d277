package dev.dropfit.cli.up;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.monitor.dashboard.Dashboard;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Serves the dashboard. */
final class DashboardServer {
    private static final int THREADS = 8;

    private DashboardServer() {}

    /**
     * Starts the server, in threads that end with the process.
     *
     * @param address the loopback address, unless the dashboard has a login
     */
    static void start(InetAddress address, int port, Dashboard dashboard) throws CommandFailure {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
            server.createContext("/", exchange -> respond(exchange, dashboard));
            server.setExecutor(Executors.newFixedThreadPool(THREADS, task -> {
                Thread thread = new Thread(task, "dashboard");
                thread.setDaemon(true);
                return thread;
            }));
            server.start();
        } catch (IOException e) {
            throw new CommandFailure("can't start the dashboard on port " + port + ": " + LogLines.cause(e), e);
        }
    }

    private static void respond(HttpExchange exchange, Dashboard dashboard) throws IOException {
        try (exchange) {
            PageResponse page = dashboard.respond(PageRequest.of(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()),
                    name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
                    exchange::getRequestBody));
            page.headers().forEach(exchange.getResponseHeaders()::set);
            boolean empty = exchange.getRequestMethod().equals("HEAD") || page.body().length == 0;
            exchange.sendResponseHeaders(page.status(), empty ? -1 : page.body().length);
            if (!empty) {
                exchange.getResponseBody().write(page.body());
            }
        }
    }
}
