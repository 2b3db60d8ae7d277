package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.core.Environment;
import dev.dropfit.core.Spelling;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The arguments of commands that work on buckets: the URLs of the data bucket and the model bucket. */
final class BucketArguments {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "dropfit-home",
            description = "The home of 'dropfit up', whose buckets are used by default (default: ${DEFAULT-VALUE}).")
    private Path home = Path.of("dropfit-home");

    @Option(
            names = "--data",
            paramLabel = "URL",
            description =
                    "The bucket of datasets: gs://name or file:///path (default: DROPFIT_DATA, else" + " HOME/data).")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--models",
            paramLabel = "URL",
            description =
                    "The bucket of models: gs://name or file:///path (default: DROPFIT_MODELS, else" + " HOME/models).")
    private Optional<String> models = Optional.empty();

    Bucket data() throws IOException, CommandFailure {
        return open("--data", data, "DROPFIT_DATA", home.resolve("data"));
    }

    Bucket models() throws IOException, CommandFailure {
        return open("--models", models, "DROPFIT_MODELS", home.resolve("models"));
    }

    /** The bucket of counts of live traffic. */
    Bucket live(Optional<String> given) throws IOException, CommandFailure {
        return open("--live", given, "DROPFIT_LIVE", home.resolve("live"));
    }

    private static Bucket open(String option, Optional<String> given, String variable, Path folder)
            throws IOException, CommandFailure {
        Optional<String> url = given.or(() -> Environment.find(variable));
        if (url.isEmpty() && !Files.isDirectory(folder)) {
            throw new CommandFailure("the folder " + folder + " does not exist here; give the URL of the bucket with "
                    + option + " or " + variable + ", or the home of 'dropfit up' with --home");
        }
        try {
            return Buckets.open(url.orElseGet(() -> folder.toUri().toString()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** The model's name, checked. */
    static ModelName model(String name) throws CommandFailure {
        try {
            return new ModelName(name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** Why a model can't be used: there is none of this name, it is deleted, or none of its versions is served. */
    static CommandFailure notServed(Registry registry, ModelName model) throws IOException {
        List<ModelName> models = registry.models();
        if (models.contains(model)) {
            return new CommandFailure(
                    "model " + model + " serves no version; 'dropfit models " + model + "' lists its versions");
        }
        if (registry.deletedModels().contains(model)) {
            return new CommandFailure("model " + model + " is deleted; 'dropfit models " + model
                    + "' lists its versions, 'dropfit rollback' serves one again");
        }
        return new CommandFailure("there is no model " + model + " in " + registry.url()
                + "; 'dropfit models --all' lists all models" + suggestion(model, models));
    }

    /** Why nothing can be done with the dataset of a model: there is none. */
    static CommandFailure noDataset(Bucket data, ModelName model) throws IOException {
        return new CommandFailure("the dataset " + model.dataset() + " does not exist in " + data.url()
                + suggestion(
                        model,
                        data.folders().stream()
                                .flatMap(folder -> ModelName.parse(folder).stream())
                                .toList()));
    }

    /** What a misspelt name was probably meant to be, as a part of a sentence. */
    private static String suggestion(ModelName model, List<ModelName> models) {
        return Spelling.suggestion(
                model.value(), models.stream().map(ModelName::value).toList());
    }

    /** The version of a model that a person has written as v14, whole, or by its beginning. */
    static Version version(Registry registry, ModelName model, VersionNumbers numbers, String text)
            throws IOException, CommandFailure {
        try {
            return numbers.find(text);
        } catch (UnknownVersionException e) {
            if (!registry.models().contains(model) && !registry.deletedModels().contains(model)) {
                throw notServed(registry, model);
            }
            throw new CommandFailure(e.getMessage() + "; 'dropfit models " + model + "' lists them", e);
        }
    }

    /** The version of a model that a person has written; the served one if none was. */
    static Version versionOrServed(Registry registry, ModelName model, Optional<String> text)
            throws IOException, CommandFailure {
        if (text.isPresent()) {
            return version(registry, model, registry.numbers(model), text.get());
        }
        Optional<Version> served = Latest.read(registry, model).version();
        if (served.isEmpty()) {
            throw notServed(registry, model);
        }
        return served.get();
    }
}
