package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.ManualChange;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of commands that change the served version, and the change itself. */
final class ChangeArguments {
    private static final Duration MAX_RETRY_TIME = Duration.ofMinutes(1);

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            description = "The version to serve. 'dropfit models MODEL' lists the versions.")
    private String version = "";

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            required = true,
            description = "The reason. It is recorded with the change.")
    private String note = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Decides from the record of a run whether its version may be served. */
    @FunctionalInterface
    interface Check {
        void check(String version, RunRecord run) throws CommandFailure;
    }

    /** Serves the version if it passes the check and its archived model works. */
    void serve(Promotion.Why why, Check check, Console console) throws IOException, CommandFailure {
        ModelName name = arguments.name();
        if (note.isBlank()) {
            throw new CommandFailure("--why is empty; give a reason, which is recorded");
        }
        try (Bucket bucket = arguments.models()) {
            Registry registry = new Registry(bucket);
            VersionNumbers numbers = registry.numbers(name);
            Version wanted = BucketArguments.version(registry, name, numbers, version);
            Optional<RunRecord> run = registry.readRecord(name, wanted);
            check.check(
                    version,
                    run.orElseThrow(() -> new CommandFailure("model " + name + " has no version " + version + " in "
                            + bucket.url() + "; 'dropfit models " + name + "' lists its versions")));
            Promotion.Reason reason = new Promotion.Reason(why, Author.name(), note.strip());
            ManualChange change = new ManualChange(registry, Clock.systemUTC(), Retries.within(MAX_RETRY_TIME));
            Optional<Version> before = change.serve(name, wanted, reason);
            if (json) {
                JsonObject changed = VersionJson.of(name, wanted, numbers);
                before.ifPresent(version -> changed.addProperty("previous_version", version.value()));
                console.json(changed);
                return;
            }
            console.line(
                    before.filter(wanted::equals).isPresent()
                            ? name + "  already serves " + numbers.name(wanted)
                            : name + "  now serves " + numbers.name(wanted) + "; it served "
                                    + before.map(numbers::name).orElse("no readable model") + " before");
        } catch (InvalidModelException e) {
            throw new CommandFailure("version " + version + " " + e.getMessage() + "; nothing has changed", e);
        }
    }
}
