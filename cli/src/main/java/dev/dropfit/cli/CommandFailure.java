package dev.dropfit.cli;

/** A command can't do what it was asked; the message is one line that says what to do about it. */
final class CommandFailure extends Exception {
    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
