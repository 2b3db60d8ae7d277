package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ManualChange;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of commands that change what is served, and the change. */
final class ChangeArguments {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Mixin
    private BucketArguments buckets = new BucketArguments();

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            description = "The version to serve; 'dropfit models MODEL' lists them.")
    private String version = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "The reason, for the record.")
    private String note = "";

    /** Decides whether a version may be served, by its run's record. */
    @FunctionalInterface
    interface Check {
        void check(String version, JsonObject record) throws CommandFailure;
    }

    /** Serves the version, once the check has let it pass and its archived model has been tried. */
    void serve(Promotion.Why why, Check check, Console console) throws IOException, CommandFailure {
        ModelName name = BucketArguments.model(model);
        Version wanted = Version.parse(version)
                .orElseThrow(() -> new CommandFailure("'" + version
                        + "' is no version; accepted is one like 20261122T084133Z-1f0c2a9b, 'dropfit models " + name
                        + "' lists them"));
        if (note.isBlank()) {
            throw new CommandFailure("--why is empty; say why, for the record");
        }
        try (Bucket bucket = buckets.models()) {
            Registry registry = new Registry(bucket);
            Optional<JsonObject> record = registry.readRecordJson(name, wanted);
            check.check(
                    version,
                    record.orElseThrow(() -> new CommandFailure("there is no version " + version + " of " + name
                            + " in " + bucket.url() + "; 'dropfit models " + name + "' lists those there are")));
            Promotion.Reason reason = new Promotion.Reason(why, System.getProperty("user.name", ""), note.strip());
            ManualChange change = new ManualChange(registry, Clock.systemUTC(), Retries.within(PATIENCE));
            Optional<Version> before = change.serve(name, wanted, reason);
            console.line(
                    before.filter(wanted::equals).isPresent()
                            ? name + "  " + version + " is being served already"
                            : name + "  " + version + " is served, in place of "
                                    + before.map(Version::value).orElse("none that could be read"));
        } catch (InvalidModelException e) {
            throw new CommandFailure("version " + version + " " + e.getMessage() + "; nothing was changed", e);
        }
    }
}
