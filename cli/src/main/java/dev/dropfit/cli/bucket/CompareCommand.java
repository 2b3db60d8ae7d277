package dev.dropfit.cli.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.trainer.VersionComparison;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
                console.json(json(compared, one, other));
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
            return new VersionComparison.Candidate(
                    numbers.name(version),
                    ArchivedModel.read(registry, name, version).model(),
                    registry.readRecord(name, version).map(RunRecord::model).flatMap(facts -> facts.split()));
        } catch (InvalidModelException e) {
            throw new CommandFailure("version " + numbers.name(version) + " of " + name + " " + e.getMessage(), e);
        }
    }

    private static VersionComparison compare(
            Bucket data, ModelName name, VersionComparison.Candidate one, VersionComparison.Candidate other)
            throws IOException, CommandFailure {
        Optional<CurrentDataset> current = CurrentDataset.find(data, name);
        Optional<StoredObject> stored = current.isPresent() ? current.get().open(data) : Optional.empty();
        if (stored.isEmpty()) {
            throw BucketArguments.noDataset(data, name);
        }
        try (StoredObject dataset = stored.get()) {
            return VersionComparison.of(
                    dataset.content(),
                    settings(data, name),
                    OptionalLong.of(dataset.info().size()),
                    one,
                    other);
        } catch (InvalidTableException e) {
            throw new CommandFailure("the dataset of " + name + " can't be read: " + e.getMessage(), e);
        } catch (InvalidSettingsException | VersionComparison.IncomparableException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static Settings settings(Bucket data, ModelName name) throws IOException, InvalidSettingsException {
        Optional<StoredObject> stored = data.read(name.settings());
        if (stored.isEmpty()) {
            return Settings.NONE;
        }
        try (StoredObject object = stored.get()) {
            return SettingsReader.read(
                    new String(object.readAllBytes(SettingsReader.MAX_BYTES), StandardCharsets.UTF_8));
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
        compared.comparison()
                .difference()
                .ifPresent(interval -> console.line(verdict(compared.metric(), interval, one, other)));
    }

    private static String verdict(
            Metric metric, Interval interval, VersionComparison.Candidate one, VersionComparison.Candidate other) {
        String range = " (the difference is " + metric.formatDifference(interval.low()) + " to "
                + metric.formatDifference(interval.high()) + ")";
        if (interval.low() <= 0 && interval.high() >= 0) {
            return "by " + metric.text() + ", the difference may be chance" + range;
        }
        boolean higher = interval.low() > 0;
        return "by " + metric.text() + ", " + (higher == metric.higherIsBetter() ? one : other).name()
                + " is better, beyond chance" + range;
    }

    private static List<Metric> measured(Evaluation evaluation) {
        return List.of(Metric.values()).stream()
                .filter(evaluation.metrics()::has)
                .toList();
    }

    private static JsonObject json(
            VersionComparison compared, VersionComparison.Candidate one, VersionComparison.Candidate other) {
        JsonObject json = new JsonObject();
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
