package dev.dropfit.cli.console;

/** A command can't do what it was asked; the message is one line that says what to do about it. */
public final class CommandFailure extends Exception {
    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
