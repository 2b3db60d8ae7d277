package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends the trainer the event of a file that is no dataset, waits until the trainer has dealt with it and reports the result, which is read from
 * the model bucket. Thread-safe.
 *
 * @param <T> the result
 */
abstract class FileReceiver<T> implements DropDeliveries.Receiver {
    final Registry registry;
    final Console console;
    private final EventSender trainer;
    private final String done;

    /** @param done what happens to such a file, as in "not {@code done} yet" */
    FileReceiver(EventSender trainer, Registry registry, Console console, String done) {
        this.trainer = trainer;
        this.registry = registry;
        this.console = console;
        this.done = done;
    }

    /** The result for this generation of the file; empty if there is none yet. */
    abstract Optional<T> result(Drop drop) throws IOException;

    /**
     * Prints a result.
     *
     * @param names of the versions of the model, for people
     */
    abstract void report(Drop drop, T result, VersionNumbers names);

    /** Whether a file has its result. Errors count as no: the delivery that follows is what is repeated. */
    final boolean isDone(Drop drop) {
        try {
            return result(drop).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public final Optional<String> deliver(Drop drop) throws InterruptedException {
        try {
            if (result(drop).isPresent()) {
                return Optional.empty();
            }
            int status = trainer.send(drop.object());
            if (status / 100 != 2) {
                return Optional.of("the trainer responded with HTTP status " + status);
            }
            Optional<T> result = result(drop);
            if (result.isPresent()) {
                report(drop, result.get(), registry.numbers(drop.model()));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(LogLines.cause(e));
        }
    }

    @Override
    public final void failed(Drop drop, String why, Duration pause) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.NOTABLE,
                "not " + done + " yet",
                ": " + drop.file() + ": " + why + "; next attempt in " + pause.toSeconds() + " s");
    }

    @Override
    public final void expired(Drop drop, String why) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.BAD,
                "given up",
                ": " + drop.file() + " could not be " + done + " for a day, last because " + why
                        + "; to try again, touch data/" + drop.object().name());
    }
}
