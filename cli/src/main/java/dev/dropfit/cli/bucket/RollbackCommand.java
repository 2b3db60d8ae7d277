package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.RunReport;
import dev.dropfit.core.registry.Promotion;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dropfit rollback}: an earlier version is served again. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        header = "An earlier version is served again.",
        description = {
            "",
            "Reads the archived model whole and tries it before anything is changed, and records who, when and why. A"
                    + " later run is judged against what is served then.",
            ""
        })
public final class RollbackCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ChangeArguments change = new ChangeArguments();

    public RollbackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        change.serve(
                Promotion.Why.ROLLBACK,
                (version, record) -> {
                    if (!RunReport.promoted(record)) {
                        throw new CommandFailure("version " + version + " has not passed the gate: "
                                + RunReport.summary(record) + "; 'dropfit promote --force' serves it nevertheless");
                    }
                },
                console);
        return 0;
    }
}
