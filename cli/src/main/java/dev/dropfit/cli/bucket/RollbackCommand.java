package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.RunReport;
import dev.dropfit.core.registry.Promotion;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dropfit rollback}: serves an earlier version again. */
@Command(
        name = "rollback",
        header = "Roll back to a version that was promoted before.",
        description =
                "Loads and tests the archived model first; if that fails, nothing changes. Records the time, your user"
                        + " name and the reason. The next run is compared with this version.",
        footer = "  dropfit rollback churn v14 --why \"wrong prices\"")
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
                (version, run) -> {
                    if (!run.promoted()) {
                        throw new CommandFailure("version " + version + " did not pass the gate ("
                                + RunReport.summary(run) + "); to serve it anyway, use 'dropfit promote --force'");
                    }
                },
                console);
        return 0;
    }
}
