package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.Drop;
import dev.dropfit.cli.run.RunReport;
import dev.dropfit.cli.run.RunWait;
import dev.dropfit.cli.run.VerdictTable;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropfit retrain}: datasets become new generations, which the trainer hears of. */
@Command(
        name = "retrain",
        mixinStandardHelpOptions = true,
        header = "Datasets are trained on again.",
        description = {
            "",
            "Writes each dataset anew: a new generation, whose event starts a run. With --wait, tells what came of the"
                    + " runs.",
            ""
        })
public final class RetrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private BucketArguments buckets = new BucketArguments();

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..*",
            description = "The models' names; all that have a dataset if none are given.")
    private List<String> models = List.of();

    @Option(
            names = "--wait",
            paramLabel = "MINUTES",
            description = "Waits until the runs have ended, for so many minutes at most, and tells their verdicts.")
    private Optional<Integer> minutes = Optional.empty();

    @Option(names = "--markdown", description = "With --wait: tells the verdicts as a table in Markdown.")
    private boolean markdown;

    @Option(
            names = "--fail-on",
            paramLabel = "VERDICT",
            split = ",",
            description = "With --wait: fails if a run ends so; rejected, invalid.")
    private Set<String> failOn = Set.of();

    public RetrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure, InterruptedException {
        checkOptions();
        List<Drop> drops = new ArrayList<>();
        try (Bucket data = buckets.data()) {
            if (models.isEmpty()) {
                for (String folder : data.folders()) {
                    Optional<ModelName> model = ModelName.parse(folder);
                    if (model.isPresent()) {
                        republish(data, model.get()).ifPresent(drops::add);
                    }
                }
            }
            for (String name : models) {
                ModelName model = BucketArguments.model(name);
                drops.add(republish(data, model)
                        .orElseThrow(() ->
                                new CommandFailure("there is no dataset " + model.dataset() + " in " + data.url())));
            }
        }
        if (minutes.isPresent()) {
            report(drops, Duration.ofMinutes(minutes.get()));
        }
        return 0;
    }

    private void checkOptions() throws CommandFailure {
        if (minutes.isEmpty() && (markdown || !failOn.isEmpty())) {
            throw new CommandFailure("verdicts are known once the runs have ended; say --wait MINUTES too");
        }
        for (String verdict : failOn) {
            if (!verdict.equals("rejected") && !verdict.equals("invalid")) {
                throw new CommandFailure("--fail-on does not know '" + verdict + "'; accepted are rejected, invalid");
            }
        }
    }

    /** Writes the dataset anew; empty when there is none. */
    private Optional<Drop> republish(Bucket data, ModelName model) throws IOException {
        Optional<StoredObject> stored = data.read(model.dataset());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject dataset = stored.get()) {
            ObjectInfo written = data.write(
                    model.dataset(), dataset.readAllBytes(), dataset.info().generation());
            tell(model + "  is generation " + written.generation() + " now");
            return Optional.of(new Drop(model, written));
        } catch (PreconditionFailedException e) {
            tell(model + "  has just been dropped anew, which starts a run of its own");
            return data.find(model.dataset()).map(newer -> new Drop(model, newer));
        }
    }

    /** A table in Markdown stands alone. */
    private void tell(String line) {
        if (!markdown) {
            console.line(line);
        }
    }

    private void report(List<Drop> drops, Duration longest) throws IOException, CommandFailure, InterruptedException {
        VerdictTable table = new VerdictTable();
        Set<String> verdicts = new TreeSet<>();
        try (Bucket bucket = buckets.models()) {
            RunWait runs = new RunWait(new Registry(bucket), longest);
            for (Drop drop : drops) {
                Optional<JsonObject> record = runs.await(drop);
                if (record.isPresent() && !markdown) {
                    RunReport.print(drop.model(), record.get(), console);
                }
                verdicts.add(table.add(drop.model(), record));
            }
        }
        if (markdown) {
            console.block(table.markdown());
        }
        if (verdicts.contains(VerdictTable.MISSING)) {
            throw new CommandFailure("not every run has ended after " + longest.toMinutes()
                    + " minutes; 'dropfit models MODEL' tells when it has");
        }
        verdicts.retainAll(failOn);
        if (!verdicts.isEmpty()) {
            throw new CommandFailure("runs were " + String.join(", ", verdicts)
                    + "; 'dropfit models MODEL' lists them with their metric");
        }
    }
}
