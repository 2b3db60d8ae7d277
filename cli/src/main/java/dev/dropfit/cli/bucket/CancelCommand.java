package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit cancel}: ends the run of a model that is under way. */
@Command(
        name = "cancel",
        header = "Cancel the run of a model that is under way.",
        description = {
            "The run ends within seconds and is recorded as cancelled. What is served stays. A run that has its verdict"
                    + " already is not stopped.",
            "'dropfit retrain MODEL' trains on the dataset again."
        },
        footer = {"  dropfit cancel churn", "  dropfit cancel churn --models gs://my-project-dropfit-models"})
public final class CancelCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The command, which reports on this console. */
    public CancelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket models = arguments.models()) {
            Registry registry = new Registry(models);
            if (registry.cancellations(Clock.systemUTC())
                    .request(name, Author.name())
                    .isEmpty()) {
                throw new CommandFailure("no run of " + name + " is under way in " + models.url());
            }
            if (json) {
                JsonObject cancelled = new JsonObject();
                cancelled.addProperty("model", name.value());
                cancelled.addProperty("cancel_requested", true);
                console.json(cancelled);
                return 0;
            }
            console.line(name + "  the run is asked to end; it is recorded as cancelled within seconds");
            return 0;
        }
    }
}
