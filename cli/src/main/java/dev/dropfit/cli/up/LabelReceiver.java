package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends the trainer the event of a file of labels, waits until it is read and reports how good the predictions were, which is read from the model
 * bucket. Thread-safe.
 */
final class LabelReceiver implements DropDeliveries.Receiver {
    private final EventSender trainer;
    private final Registry registry;
    private final Console console;

    LabelReceiver(EventSender trainer, Registry registry, Console console) {
        this.trainer = trainer;
        this.registry = registry;
        this.console = console;
    }

    /** Whether a file was read before. Errors count as no: the delivery that follows is what is repeated. */
    boolean isDone(Drop drop) {
        try {
            return read(drop).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<String> deliver(Drop drop) throws InterruptedException {
        try {
            if (read(drop).isPresent()) {
                return Optional.empty();
            }
            int status = trainer.send(drop.object());
            if (status / 100 != 2) {
                return Optional.of("the trainer responded with HTTP status " + status);
            }
            read(drop).ifPresent(outcomes -> report(drop, outcomes));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(LogLines.cause(e));
        }
    }

    /** The outcomes that this generation of the file is in. */
    private Optional<Outcomes> read(Drop drop) throws IOException {
        return registry.readOutcomes(drop.model())
                .outcomes()
                .filter(outcomes -> file(drop, outcomes).isPresent());
    }

    private static Optional<Outcomes.LabelsRead> file(Drop drop, Outcomes outcomes) {
        return outcomes.files().stream()
                .filter(file -> file.object().equals(drop.object().name())
                        && file.generation() == drop.object().generation())
                .findFirst();
    }

    private void report(Drop drop, Outcomes outcomes) {
        console.together(() -> {
            console.line(drop.model() + "  labels read: " + drop.file());
            for (Outcomes.OfVersion version : outcomes.versions()) {
                String line =
                        "    " + version.version() + ": " + Figures.rows(version.rows()) + ", " + version.sentence();
                if (version.below()) {
                    console.line(Console.Colour.NOTABLE, line + "; this is worse than promised");
                } else {
                    console.line(line);
                }
            }
            file(drop, outcomes)
                    .ifPresent(file ->
                            file.problems().forEach(problem -> console.line(Console.Colour.NOTABLE, "    " + problem)));
        });
    }

    @Override
    public void failed(Drop drop, String why, Duration pause) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.NOTABLE,
                "not read yet",
                ": " + drop.file() + ": " + why + "; next attempt in " + pause.toSeconds() + " s");
    }

    @Override
    public void expired(Drop drop, String why) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.BAD,
                "given up",
                ": " + drop.file() + " could not be read for a day, last because " + why + "; to try again, touch data/"
                        + drop.object().name());
    }
}
