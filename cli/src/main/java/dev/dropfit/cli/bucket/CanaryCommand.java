package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.Trial;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit canary}: has a version answer a share of the requests, then serves it or takes it back. */
@Command(
        name = "canary",
        header = "Let a version answer a share of the requests, then promote it or roll it back.",
        description =
                "The same request always gets the same version; responses name it. Both versions score each request."
                        + " The version is rolled back if it fails requests, if it differs more from the served one than"
                        + " two good versions can, or if labels say that it is worse than promised. Otherwise it is"
                        + " promoted after the hours. Needs DROPFIT_LIVE.",
        footer = {"  dropfit canary churn v15 --share 5", "  dropfit canary churn v15 --stop"})
public final class CanaryCommand implements Callable<Integer> {
    private static final int MAX_HOURS = 24 * 60;

    private final Console console;

    @Mixin
    private TrialArguments trial = new TrialArguments();

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description = "The share of requests that the version answers, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int share;

    @Option(
            names = "--hours",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "After how many hours it is promoted, 1 to 1440 (default: ${DEFAULT-VALUE}).")
    private int hours;

    /** The command, which reports on this console. */
    public CanaryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        if (share < 1 || share > 100) {
            throw new CommandFailure("--share is " + share + "; accepted are 1 to 100");
        }
        if (hours < 1 || hours > MAX_HOURS) {
            throw new CommandFailure("--hours is " + hours + "; accepted are 1 to " + MAX_HOURS);
        }
        trial.run(
                Trial.Kind.CANARY,
                List.of(new Trial.Step(share, hours)),
                "It answers " + share + " % of the requests, and is promoted after "
                        + Figures.count(hours, "hour", "hours") + " unless something speaks against it.",
                console);
        return 0;
    }
}
