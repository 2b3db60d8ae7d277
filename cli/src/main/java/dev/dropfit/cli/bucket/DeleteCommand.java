package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelDeletion;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit delete}: stops serving a model. */
@Command(
        name = "delete",
        header = "Delete a model: it is served no longer.",
        description = {
            "Asks for the name of the model again. Requests for the model get the status 404, and lists do not have it."
                    + " Its dataset, its settings, its archived versions and its run records stay.",
            "A new dataset, or 'dropfit retrain MODEL', trains it again; 'dropfit rollback' serves an archived version."
        },
        footer = {"  dropfit delete churn", "  dropfit delete churn --yes"})
public final class DeleteCommand implements Callable<Integer> {
    private static final Duration MAX_RETRY_TIME = Duration.ofMinutes(1);

    private final InputStream in;
    private final Console console;

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Option(names = "--yes", description = "Do not ask for the name again.")
    private boolean yes;

    @Option(names = "--json", description = "Print JSON. Needs --yes.")
    private boolean json;

    public DeleteCommand(InputStream in, Console console) {
        this.in = in;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        if (json && !yes) {
            throw new CommandFailure("--json can't ask for the name of the model again; add --yes");
        }
        try (Bucket models = arguments.models();
                Bucket data = arguments.data()) {
            Registry registry = new Registry(models);
            if (!registry.models().contains(name)) {
                throw BucketArguments.notServed(registry, name);
            }
            confirm(name);
            long dataset = CurrentDataset.find(data, name)
                    .map(CurrentDataset::generation)
                    .orElse(Bucket.ABSENT);
            Optional<Version> served = new ModelDeletion(registry, Clock.systemUTC(), Retries.within(MAX_RETRY_TIME))
                    .delete(name, dataset, Author.name());
            VersionNumbers numbers = registry.numbers(name);
            if (json) {
                JsonObject deleted = new JsonObject();
                deleted.addProperty("model", name.value());
                deleted.addProperty("deleted", true);
                served.ifPresent(version -> deleted.addProperty("previous_version", version.value()));
                console.json(deleted);
                return 0;
            }
            console.line(name + "  is deleted"
                    + served.map(version -> "; it served " + numbers.name(version))
                            .orElse(""));
            console.line("    its dataset, archived versions and run records stay; to have it again: dropfit retrain "
                    + name
                    + served.map(version ->
                                    ", or dropfit rollback " + name + " " + numbers.name(version) + " --why TEXT")
                            .orElse(""));
            return 0;
        }
    }

    private void confirm(ModelName name) throws IOException, CommandFailure {
        if (yes) {
            return;
        }
        console.line("This stops the predictions of " + name + ". Type its name to delete it:");
        // Not closed: standard input belongs to the process.
        BufferedReader answers = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String answer = answers.readLine();
        if (answer == null || !answer.strip().equals(name.value())) {
            throw new CommandFailure("this is not the name of the model; nothing was deleted");
        }
    }
}
