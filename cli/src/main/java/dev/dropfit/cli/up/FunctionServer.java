package dev.dropfit.cli.up;

import com.google.cloud.functions.invoker.runner.Invoker;
import dev.dropfit.cli.console.CommandFailure;
import java.io.IOException;
import java.net.ServerSocket;

/** A function under the Functions Framework on its own port, as Cloud Functions runs it. */
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
        } catch (Exception e) { // The signature of the framework.
            throw new CommandFailure("can't start " + function + " on port " + port + ": " + LogLines.cause(e), e);
        }
        return new FunctionServer(invoker);
    }

    /**
     * The given port, if it is free; for 0, any free port. The check is needed because the framework's server accepts a port that is in use
     * (SO_REUSEPORT).
     */
    static int requireFree(int port, String option) throws CommandFailure {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure(
                    "port " + port + " is in use or not allowed (" + e.getMessage() + "); choose another with "
                            + option,
                    e);
        }
    }

    /** Any free port. */
    static int freePort() throws CommandFailure {
        return requireFree(0, "--port");
    }

    void stop() throws Exception {
        invoker.stopServer();
    }
}
