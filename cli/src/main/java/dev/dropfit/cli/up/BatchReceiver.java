package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.BatchSummary;
import dev.dropfit.core.registry.Batches;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.util.Optional;

/** Has files scored, and reports where the predictions are. Thread-safe. */
final class BatchReceiver extends FileReceiver<BatchSummary> {
    private final Batches batches;

    BatchReceiver(EventSender trainer, Registry registry, Console console) {
        super(trainer, registry, console, "scored");
        this.batches = registry.batches();
    }

    @Override
    Optional<BatchSummary> result(Drop drop) throws IOException {
        return batches.summary(file(drop))
                .filter(summary -> summary.generation() == drop.object().generation());
    }

    private static BatchFile file(Drop drop) {
        return drop.batch().orElseThrow();
    }

    @Override
    void report(Drop drop, BatchSummary summary, VersionNumbers names) {
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
                    ": " + drop.file() + ", " + Figures.rows(summary.rows()) + " by " + names.name(summary.version()));
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
}
