package dev.dropfit.monitor.alert.delivery;

import org.jspecify.annotations.Nullable;

/** What may be shown of exceptions whose messages may contain secrets. */
final class Faults {
    private Faults() {}

    /** The class name of the innermost cause, such as {@code ConnectException}. */
    static String innermost(Throwable fault) {
        Throwable innermost = fault;
        for (@Nullable Throwable next = fault; next != null; next = next.getCause()) {
            innermost = next;
        }
        return innermost.getClass().getSimpleName();
    }
}
