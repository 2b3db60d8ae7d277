package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit hide}: leaves a model out of lists, or shows it again. */
@Command(
        name = "hide",
        header = "Hide a model from lists, or show it again.",
        description =
                "The page of all models and 'dropfit models' leave a hidden model out. It is still trained, served and"
                        + " watched. 'dropfit models --all' lists it.",
        footer = {"  dropfit hide churn-2024", "  dropfit hide churn-2024 --undo"})
public final class HideCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Option(names = "--undo", description = "Show the model in lists again.")
    private boolean undo;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The command, which reports on this console. */
    public HideCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket models = arguments.models()) {
            Registry registry = new Registry(models);
            if (!registry.models().contains(name)) {
                throw BucketArguments.notServed(registry, name);
            }
            if (undo) {
                registry.hiddenModels().show(name);
            } else {
                registry.hiddenModels().hide(name, Instant.now(), Author.name());
            }
            if (json) {
                JsonObject listed = new JsonObject();
                listed.addProperty("model", name.value());
                listed.addProperty("hidden", !undo);
                console.json(listed);
            } else {
                console.line(
                        undo
                                ? name + "  is listed again"
                                : name + "  is hidden from lists; to show it again: dropfit hide " + name + " --undo");
            }
            return 0;
        }
    }
}
