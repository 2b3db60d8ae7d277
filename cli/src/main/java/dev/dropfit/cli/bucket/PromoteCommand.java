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

/** {@code dropfit promote}: serves a version that the gate rejected. */
@Command(
        name = "promote",
        header = "Serve a version that the gate rejected.",
        description =
                "Loads and tests the archived model first; if that fails, nothing changes. Records the time, your user"
                        + " name and the reason. The next run is compared with this version.",
        footer = "  dropfit promote churn v14 --force --why \"agreed\"")
public final class PromoteCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ChangeArguments change = new ChangeArguments();

    @Option(names = "--force", description = "Confirm that you overrule the gate. Required.")
    private boolean force;

    public PromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        change.serve(
                Promotion.Why.FORCED,
                (version, run) -> {
                    if (!force) {
                        throw new CommandFailure("version " + version + " is " + RunReport.summary(run)
                                + "; add --force to serve it anyway");
                    }
                },
                console);
        return 0;
    }
}
