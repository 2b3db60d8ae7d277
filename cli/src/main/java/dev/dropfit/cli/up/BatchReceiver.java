package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.BatchSummary;
import dev.dropfit.core.registry.Batches;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends the trainer the event of a file to score, waits for its predictions and reports its summary, which is read from the model bucket.
 * Thread-safe.
 */
final class BatchReceiver implements DropDeliveries.Receiver {
    private final EventSender trainer;
    private final Batches batches;
    private final Console console;

    BatchReceiver(EventSender trainer, Batches batches, Console console) {
        this.trainer = trainer;
        this.batches = batches;
        this.console = console;
    }

    /** Whether a file was scored, or could not be, before. Errors count as no: the delivery that follows is what is repeated. */
    boolean isDone(Drop drop) {
        try {
            return summary(drop).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<String> deliver(Drop drop) throws InterruptedException {
        try {
            if (summary(drop).isPresent()) {
                return Optional.empty();
            }
            int status = trainer.send(drop.object());
            if (status / 100 != 2) {
                return Optional.of("the trainer responded with HTTP status " + status);
            }
            summary(drop).ifPresent(summary -> report(drop, summary));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(LogLines.cause(e));
        }
    }

    /** The summary of this generation of the file. */
    private Optional<BatchSummary> summary(Drop drop) throws IOException {
        return batches.summary(file(drop))
                .filter(summary -> summary.generation() == drop.object().generation());
    }

    private static BatchFile file(Drop drop) {
        return drop.batch().orElseThrow();
    }

    private void report(Drop drop, BatchSummary summary) {
        String head = drop.model() + "  ";
        if (!summary.scored()) {
            console.marked(
                    head,
                    Console.Colour.BAD,
                    "not scored",
                    ": " + drop.file() + ": " + String.join("; ", summary.reasons()));
            return;
        }
        BatchFile file = file(drop);
        console.together(() -> {
            console.marked(
                    head,
                    Console.Colour.GOOD,
                    "scored",
                    ": " + drop.file() + ", " + Figures.rows(summary.rows()) + " by version " + summary.version());
            console.line("    predictions in models/" + file.predictions());
            if (summary.errors() > 0) {
                console.line(
                        Console.Colour.NOTABLE,
                        "    " + Figures.rows(summary.errors()) + " could not be scored; models/" + file.errors()
                                + " has them, with the reasons");
            }
            summary.notes().forEach(note -> console.line(Console.Colour.NOTABLE, "    " + note));
        });
    }

    @Override
    public void failed(Drop drop, String why, Duration pause) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.NOTABLE,
                "not scored yet",
                ": " + drop.file() + ": " + why + "; next attempt in " + pause.toSeconds() + " s");
    }

    @Override
    public void expired(Drop drop, String why) {
        console.marked(
                drop.model() + "  ",
                Console.Colour.BAD,
                "given up",
                ": " + drop.file() + " could not be scored for a day, last because " + why
                        + "; to try again, touch data/" + drop.object().name());
    }
}
