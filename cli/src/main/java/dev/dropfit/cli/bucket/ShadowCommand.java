package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.registry.Trial;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dropfit shadow}: compares a version with the served one on live traffic. */
@Command(
        name = "shadow",
        header = "Compare a version with the served one on live traffic.",
        description = "The predictor scores each request by both versions. The served version answers; the other one is"
                + " scored in the background, and only counts are kept. Needs DROPFIT_LIVE. It ends with --stop,"
                + " or when another version is served.",
        footer = {"  dropfit shadow churn v15", "  dropfit shadow churn v15 --stop"})
public final class ShadowCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TrialArguments trial = new TrialArguments();

    /** The command, which reports on this console. */
    public ShadowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        trial.run(Trial.Kind.SHADOW, List.of(new Trial.Step(0, 0)), "It answers no request.", console);
        return 0;
    }
}
