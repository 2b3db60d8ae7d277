package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.ManualTrial;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of commands that try a version on live traffic, and the trial itself. */
final class TrialArguments {
    private static final Duration MAX_RETRY_TIME = Duration.ofMinutes(1);

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            description = "The version to try: any that is in the archive. 'dropfit models MODEL' lists the versions.")
    private String version = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "The reason. It is recorded with the trial.")
    private String why = "";

    @Option(names = "--stop", description = "Stop the trial of this version.")
    private boolean stop;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /**
     * Begins or stops a trial.
     *
     * @param steps of a trial that begins
     * @param follows what happens now, as a sentence
     */
    void run(Trial.Kind kind, List<Trial.Step> steps, String follows, Console console)
            throws IOException, CommandFailure {
        ModelName name = arguments.name();
        String who = Author.name();
        try (Bucket bucket = arguments.models()) {
            Registry registry = new Registry(bucket);
            VersionNumbers numbers = registry.numbers(name);
            Version wanted = BucketArguments.version(registry, name, numbers, version);
            ManualTrial trials = new ManualTrial(registry, Clock.systemUTC(), Retries.within(MAX_RETRY_TIME));
            if (stop) {
                if (!trials.stop(name, wanted, who)) {
                    throw new CommandFailure("version " + version + " of " + name
                            + " is not tried on live traffic; 'dropfit live " + name + "' shows what is");
                }
                if (json) {
                    console.json(VersionJson.of(name, wanted, numbers));
                } else {
                    console.line(name + "  " + numbers.name(wanted) + " is not tried any more");
                }
                return;
            }
            Trial trial = trials.begin(name, wanted, kind, steps, who, why.strip());
            if (json) {
                JsonObject begun = VersionJson.of(name, wanted, numbers);
                begun.add("trial", trial.toJson());
                console.json(begun);
                return;
            }
            console.line(name + "  " + numbers.name(wanted) + " is tried next to " + numbers.name(trial.latest()) + ". "
                    + follows + " 'dropfit live " + name + "' shows the comparison.");
        } catch (InvalidModelException e) {
            throw new CommandFailure("version " + version + " " + e.getMessage() + "; nothing has changed", e);
        }
    }
}
