package dev.dropfit.cli.console;

/** A command has failed. The message is one line that says what failed and what to do about it. */
public final class CommandFailure extends Exception {
    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
