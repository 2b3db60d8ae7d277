package dev.dropfit.cli;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dropfit retrain}: datasets become new generations, which the trainer hears of. */
@Command(
        name = "retrain",
        mixinStandardHelpOptions = true,
        header = "Datasets are trained on again.",
        description = {"", "Writes each dataset anew: a new generation, whose event starts a run.", ""})
final class RetrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private BucketArguments buckets = new BucketArguments();

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..*",
            description = "The models' names; all that have a dataset if none are given.")
    private List<String> models = List.of();

    RetrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        try (Bucket data = buckets.data()) {
            if (models.isEmpty()) {
                for (String folder : data.folders()) {
                    Optional<ModelName> model = ModelName.parse(folder);
                    if (model.isPresent()) {
                        republish(data, model.get());
                    }
                }
            }
            for (String name : models) {
                ModelName model = BucketArguments.model(name);
                if (!republish(data, model)) {
                    throw new CommandFailure("there is no dataset " + model.dataset() + " in " + data.url());
                }
            }
            return 0;
        }
    }

    /** Writes the dataset anew; false when there is none. */
    private boolean republish(Bucket data, ModelName model) throws IOException {
        Optional<StoredObject> stored = data.read(model.dataset());
        if (stored.isEmpty()) {
            return false;
        }
        try (StoredObject dataset = stored.get()) {
            ObjectInfo written = data.write(
                    model.dataset(), dataset.readAllBytes(), dataset.info().generation());
            console.line(model + "  is generation " + written.generation() + " now");
        } catch (PreconditionFailedException e) {
            console.line(model + "  has just been dropped anew, which starts a run of its own");
        }
        return true;
    }
}
