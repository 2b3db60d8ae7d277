package dev.dropfit.monitor.alert.delivery;

import org.jspecify.annotations.Nullable;

/** What may be said of exceptions from below, whose messages may show secrets. */
final class Faults {
    private Faults() {}

    /** The name of what was first, such as {@code ConnectException}. */
    static String innermost(Throwable fault) {
        Throwable innermost = fault;
        for (@Nullable Throwable next = fault; next != null; next = next.getCause()) {
            innermost = next;
        }
        return innermost.getClass().getSimpleName();
    }
}
