package dev.dropfit.cli.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.trainer.VersionComparison;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropfit compare}: two versions on the same rows. */
@Command(
        name = "compare",
        header = "Compare two versions on the same rows.",
        description = "Evaluates both archived models on the holdout rows of the current dataset. Neither version was"
                + " trained on them, so the figures are comparable, whatever the age of the versions.",
        footer = {"  dropfit compare churn v9 v3", "  dropfit compare churn v9 v3 --json"})
public final class CompareCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            description = "The first version. 'dropfit models MODEL' lists the versions.")
    private String first = "";

    @Parameters(index = "2", paramLabel = "OTHER", description = "The version to compare it with.")
    private String second = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The command, which reports on this console. */
    public CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket models = arguments.models();
                Bucket data = arguments.data()) {
            Registry registry = new Registry(models);
            VersionNumbers numbers = registry.numbers(name);
            VersionComparison.Candidate one = candidate(registry, name, numbers, first);
            VersionComparison.Candidate other = candidate(registry, name, numbers, second);
            VersionComparison compared = compare(data, name, one, other);
            if (json) {
                console.json(json(name, compared, one, other));
            } else {
                print(name, compared, one, other);
            }
            return 0;
        }
    }

    private static VersionComparison.Candidate candidate(
            Registry registry, ModelName name, VersionNumbers numbers, String text) throws IOException, CommandFailure {
        Version version = BucketArguments.version(registry, name, numbers, text);
        try {
            return VersionComparison.Candidate.read(registry, name, numbers, version);
        } catch (InvalidModelException e) {
            throw new CommandFailure("version " + numbers.name(version) + " of " + name + " " + e.getMessage(), e);
        }
    }

    private static VersionComparison compare(
            Bucket data, ModelName name, VersionComparison.Candidate one, VersionComparison.Candidate other)
            throws IOException, CommandFailure {
        if (CurrentDataset.find(data, name).isEmpty()) {
            throw BucketArguments.noDataset(data, name);
        }
        try {
            return VersionComparison.onCurrentDataset(data, name, one, other);
        } catch (InvalidTableException e) {
            throw new CommandFailure("the dataset of " + name + " can't be read: " + e.getMessage(), e);
        } catch (InvalidSettingsException | VersionComparison.IncomparableException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void print(
            ModelName name,
            VersionComparison compared,
            VersionComparison.Candidate one,
            VersionComparison.Candidate other) {
        Evaluation own = compared.comparison().challenger();
        Evaluation others = compared.comparison().champion();
        console.line("%s  %s and %s on %s of the current dataset; neither was trained on them"
                .formatted(
                        name, one.name(), other.name(), Figures.count(compared.rows(), "holdout row", "holdout rows")));
        TextTable table = new TextTable("lrrr");
        table.header("", one.name(), other.name(), "difference");
        for (Metric metric : measured(own)) {
            table.row(
                    metric.text(),
                    own.metrics().text(metric),
                    others.metrics().text(metric),
                    metric.formatDifference(own.metric(metric) - others.metric(metric)));
        }
        console.table(table);
        compared.verdict(one, other).ifPresent(console::line);
    }

    private static List<Metric> measured(Evaluation evaluation) {
        return List.of(Metric.values()).stream()
                .filter(evaluation.metrics()::has)
                .toList();
    }

    private static JsonObject json(
            ModelName name,
            VersionComparison compared,
            VersionComparison.Candidate one,
            VersionComparison.Candidate other) {
        JsonObject json = new JsonObject();
        json.addProperty("model", name.value());
        json.addProperty("holdout_rows", compared.rows());
        JsonArray versions = new JsonArray();
        versions.add(json(one, compared.comparison().challenger()));
        versions.add(json(other, compared.comparison().champion()));
        json.add("versions", versions);
        json.addProperty("gate_metric", compared.metric().text());
        compared.comparison().difference().ifPresent(interval -> {
            JsonArray ends = new JsonArray();
            ends.add(interval.low());
            ends.add(interval.high());
            json.add("difference", ends);
        });
        return json;
    }

    private static JsonObject json(VersionComparison.Candidate candidate, Evaluation evaluation) {
        JsonObject json = new JsonObject();
        json.addProperty("version", candidate.model().version());
        json.addProperty("name", candidate.name());
        measured(evaluation).forEach(metric -> json.addProperty(metric.text(), evaluation.metric(metric)));
        return json;
    }
}
