package dev.dropfit.cli.up;

import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.util.Optional;

/** Has files of labels read, and reports how good the predictions were. Thread-safe. */
final class LabelReceiver extends FileReceiver<Outcomes> {
    LabelReceiver(EventSender trainer, Registry registry, Console console) {
        super(trainer, registry, console, "read");
    }

    /** The outcomes that this generation of the file is in. */
    @Override
    Optional<Outcomes> result(Drop drop) throws IOException {
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

    @Override
    void report(Drop drop, Outcomes outcomes, VersionNumbers names) {
        console.together(() -> {
            console.line(drop.model() + "  labels read: " + drop.file());
            for (Outcomes.OfVersion version : outcomes.versions()) {
                String line = "    " + names.name(version.version()) + ": " + Figures.rows(version.rows()) + ", "
                        + version.sentence();
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
}
