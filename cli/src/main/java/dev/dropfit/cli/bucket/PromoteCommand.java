package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.RunReport;
import dev.dropfit.core.registry.Promotion;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit promote}: a version is served against the gate. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        header = "A rejected version is served, against the gate.",
        description = {
            "",
            "Reads the archived model whole and tries it before anything is changed, and records who, when and why. A"
                    + " later run is judged against what is served then.",
            ""
        })
public final class PromoteCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ChangeArguments change = new ChangeArguments();

    @Option(names = "--force", description = "Yes, although the gate said no.")
    private boolean force;

    public PromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        change.serve(
                Promotion.Why.FORCED,
                (version, record) -> {
                    if (!force) {
                        throw new CommandFailure("version " + version + " is " + RunReport.summary(record)
                                + "; --force serves it nevertheless");
                    }
                },
                console);
        return 0;
    }
}
