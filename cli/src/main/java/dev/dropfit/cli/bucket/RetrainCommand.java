package dev.dropfit.cli.bucket;

import com.google.gson.JsonArray;
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
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
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

/** {@code dropfit retrain}: writes datasets again, as new generations, which starts new runs. */
@Command(
        name = "retrain",
        header = "Train again on the current datasets.",
        description =
                "Writes each dataset again, unchanged, which starts a run of the trainer. With --wait, reports the"
                        + " verdicts of the runs.",
        footer = {"  dropfit retrain", "  dropfit retrain churn prices --wait 30 --fail-on rejected,invalid"})
public final class RetrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private BucketArguments buckets = new BucketArguments();

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..*",
            description = "The models to train (default: all models that have a dataset).")
    private List<String> models = List.of();

    @Option(
            names = "--wait",
            paramLabel = "MINUTES",
            description = "Wait at most this many minutes for the runs to end, then report their verdicts.")
    private Optional<Integer> minutes = Optional.empty();

    @Option(names = "--markdown", description = "With --wait: print the verdicts as a Markdown table.")
    private boolean markdown;

    @Option(names = "--json", description = "Print the datasets as JSON; with --wait also the verdicts of their runs.")
    private boolean json;

    @Option(
            names = "--fail-on",
            paramLabel = "VERDICT",
            split = ",",
            description = "With --wait: fail if a run ends with this verdict; accepted are rejected, invalid.")
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
                Optional<Drop> drop = republish(data, model);
                if (drop.isEmpty()) {
                    throw BucketArguments.noDataset(data, model);
                }
                drops.add(drop.get());
            }
        }
        if (minutes.isPresent()) {
            await(drops, Duration.ofMinutes(minutes.get()));
        } else if (json) {
            JsonArray array = new JsonArray();
            drops.forEach(drop -> array.add(json(drop, Optional.empty())));
            console.json(array);
        }
        return 0;
    }

    private void checkOptions() throws CommandFailure {
        if (json && markdown) {
            throw new CommandFailure("--json and --markdown are both given; accepted is one of them");
        }
        if (minutes.isEmpty() && (markdown || !failOn.isEmpty())) {
            throw new CommandFailure("--markdown and --fail-on need the verdicts; add --wait MINUTES");
        }
        for (String verdict : failOn) {
            if (!verdict.equals("rejected") && !verdict.equals("invalid")) {
                throw new CommandFailure("--fail-on is '" + verdict + "'; accepted are rejected, invalid");
            }
        }
    }

    /** Writes the dataset again; empty when there is none. */
    private Optional<Drop> republish(Bucket data, ModelName model) throws IOException {
        Optional<CurrentDataset> current = CurrentDataset.find(data, model);
        Optional<StoredObject> stored =
                current.isPresent() ? data.read(current.get().info().name()) : Optional.empty();
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject dataset = stored.get()) {
            ObjectInfo written = data.write(
                    dataset.info().name(), dataset.content(), dataset.info().generation());
            report(model + "  dataset written again, as generation " + written.generation());
            return Optional.of(new Drop(model, written));
        } catch (PreconditionFailedException e) {
            report(model + "  a new dataset has just arrived, which starts a run of its own");
            return CurrentDataset.find(data, model).map(newer -> new Drop(model, newer.info()));
        }
    }

    private static JsonObject json(Drop drop, Optional<RunRecord> run) {
        JsonObject json = new JsonObject();
        json.addProperty("model", drop.model().value());
        json.addProperty("object", drop.object().name());
        // As a string: not every reader of JSON has whole numbers of this size.
        json.addProperty("generation", Long.toString(drop.object().generation()));
        run.ifPresent(ended -> {
            json.addProperty("version", ended.origin().version());
            json.addProperty("verdict", ended.verdict().text());
            JsonArray reasons = new JsonArray();
            ended.reasons().forEach(reasons::add);
            json.add("reasons", reasons);
        });
        return json;
    }

    /** Prints a line, except when the output is JSON or a Markdown table. */
    private void report(String line) {
        if (!markdown && !json) {
            console.line(line);
        }
    }

    private void await(List<Drop> drops, Duration patience) throws IOException, CommandFailure, InterruptedException {
        VerdictTable table = new VerdictTable();
        Set<String> verdicts = new TreeSet<>();
        boolean allEnded = true;
        JsonArray array = new JsonArray();
        try (Bucket bucket = buckets.models()) {
            RunWait runs = new RunWait(new Registry(bucket), patience);
            for (Drop drop : drops) {
                Optional<RunRecord> run = runs.await(drop);
                array.add(json(drop, run));
                if (run.isEmpty()) {
                    allEnded = false;
                    table.addUnfinished(drop.model());
                    continue;
                }
                if (!markdown && !json) {
                    RunReport.print(drop.model(), run.get(), console);
                }
                table.add(drop.model(), run.get());
                verdicts.add(run.get().verdict().text());
            }
        }
        if (markdown) {
            console.block(table.markdown());
        }
        if (json) {
            console.json(array);
        }
        if (!allEnded) {
            throw new CommandFailure("not every run has ended after " + patience.toMinutes()
                    + " minutes; run 'dropfit models MODEL' later to see the verdicts");
        }
        verdicts.retainAll(failOn);
        if (!verdicts.isEmpty()) {
            throw new CommandFailure("some runs ended as " + String.join(" or ", verdicts)
                    + "; 'dropfit models MODEL' lists them with their metrics");
        }
    }
}
