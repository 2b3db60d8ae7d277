package dev.dropfit.cli.up;

import com.google.cloud.functions.invoker.runner.Invoker;
import dev.dropfit.cli.console.CommandFailure;
import java.io.IOException;
import java.net.ServerSocket;

/** A function under the Functions Framework, on a port of its own, as Cloud Functions runs it. */
final class FunctionServer {
    private final Invoker invoker;

    private FunctionServer(Invoker invoker) {
        this.invoker = invoker;
    }

    /**
     * Starts a function.
     *
     * @param signature {@code http} or {@code cloudevent}
     */
    static FunctionServer start(int port, String function, String signature) throws CommandFailure {
        Invoker invoker = new Invoker(port, function, signature, FunctionServer.class.getClassLoader());
        try {
            invoker.startTestServer();
        } catch (Exception e) { // The framework's own signature.
            throw new CommandFailure(function + " does not start on port " + port + ": " + LogLines.cause(e), e);
        }
        return new FunctionServer(invoker);
    }

    /**
     * A port, if nobody listens on it; 0 is any such port. The framework's server shares its port with whoever else does (SO_REUSEPORT), so it would not notice.
     */
    static int requireFree(int port, String option) throws CommandFailure {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure(
                    "port " + port + " is in use or not allowed (" + e.getMessage() + "); give another one with "
                            + option,
                    e);
        }
    }

    /** A port that nobody listens on. */
    static int freePort() throws CommandFailure {
        return requireFree(0, "--port");
    }

    void stop() throws Exception {
        invoker.stopServer();
    }
}
