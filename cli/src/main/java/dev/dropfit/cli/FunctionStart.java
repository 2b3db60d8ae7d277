package dev.dropfit.cli;

import com.google.cloud.functions.invoker.runner.Invoker;

/**
 * Starts a function in a container, under the invoker of Cloud Functions but without the invoker's own command line, whose parser alone takes a
 * tenth of the start: {@code FunctionStart CLASS PORT}. See ADR 39.
 */
public final class FunctionStart {
    private FunctionStart() {}

    /**
     * Starts the server and waits until it ends.
     *
     * @param arguments the class of the function and the port, 0 to 65535
     * @throws Exception if the port or the class can't be used; the JVM prints it, for the log of the container
     */
    public static void main(String[] arguments) throws Exception {
        new Invoker(Integer.valueOf(arguments[1]), arguments[0], null, FunctionStart.class.getClassLoader())
                .startServer();
    }
}
