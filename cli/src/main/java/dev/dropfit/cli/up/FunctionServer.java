package dev.dropfit.cli.up;

import com.google.cloud.functions.invoker.BackgroundFunctionExecutor;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import dev.dropfit.cli.console.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A function under the Functions Framework on its own port. The framework's invoker always listens on all addresses, so only its executors
 * are used, which turn a request into a call of the function. The server around them is Jetty, as in the invoker, but of a newer version.
 */
final class FunctionServer {
    static final String LOOPBACK = "127.0.0.1";
    /** As many as the invoker has. */
    private static final int MAX_THREADS = 1024;

    /** How the framework calls a function. */
    enum Signature {
        HTTP,
        CLOUD_EVENT
    }

    private final Server server;
    private final ServerConnector connector;

    private FunctionServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** Starts a function on a free port of 127.0.0.1. */
    static FunctionServer onLoopback(String function, Signature signature) throws CommandFailure {
        return start(LOOPBACK, 0, AcceptedHosts.LOOPBACK, function, signature);
    }

    /** Starts a function; only requests for the given hosts reach it. */
    static FunctionServer start(String address, int port, AcceptedHosts hosts, String function, Signature signature)
            throws CommandFailure {
        Server server = new Server(new QueuedThreadPool(MAX_THREADS));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(address);
        connector.setPort(port);
        server.addConnector(connector);
        server.setErrorHandler(new JsonErrors());
        try {
            server.setHandler(new HostCheck(hosts, executor(function, signature)));
            server.start();
        } catch (Exception e) { // The signature of Jetty.
            throw new CommandFailure("can't start " + function + " on port " + port + ": " + LogLines.cause(e), e);
        }
        return new FunctionServer(server, connector);
    }

    private static Handler executor(String function, Signature signature) throws ClassNotFoundException {
        Class<?> type = Class.forName(function);
        return signature == Signature.HTTP
                ? HttpFunctionExecutor.forClass(type)
                : BackgroundFunctionExecutor.forClass(type);
    }

    /** The given port, if it is free at this address; for 0, any free port. */
    static int requireFree(String address, int port, String option) throws CommandFailure {
        try (ServerSocket socket = new ServerSocket(port, 0, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure(
                    "port " + port + " is in use or not allowed (" + e.getMessage() + "); choose another with "
                            + option,
                    e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    void stop() throws Exception {
        server.stop();
    }
}
