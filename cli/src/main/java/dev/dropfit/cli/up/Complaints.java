package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Warns of work that fails again and again, once for each message in a row. Not thread-safe. */
final class Complaints {
    private final PrintStream err;
    private final Map<String, String> last = new HashMap<>();

    /** Work that is repeated. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    Complaints(PrintStream err) {
        this.err = err;
    }

    /**
     * Does the work once. When it fails with another message than the last time, prints a warning.
     *
     * @param failure what the failure means, for the warning
     */
    void about(String failure, Work work) {
        try {
            work.run();
            last.remove(failure);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(last.put(failure, message))) {
                err.println(Console.printable("warning: " + failure + ": " + message));
            }
        }
    }
}
