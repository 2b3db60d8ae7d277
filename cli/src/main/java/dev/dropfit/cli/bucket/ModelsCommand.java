package dev.dropfit.cli.bucket;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropfit models}: lists the models with the versions they serve, or the newest runs of one model. */
@Command(
        name = "models",
        header = "List models, or the versions of a model.",
        description = {
            "Without MODEL, lists every model with the version it serves. With MODEL, lists its newest runs with their"
                    + " verdicts, newest first."
        },
        footer = {
            "  dropfit models",
            "  dropfit models heart-disease --limit 5",
            "  dropfit models --models gs://my-project-dropfit-models --json"
        })
public final class ModelsCommand implements Callable<Integer> {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private final Console console;

    @Mixin
    private BucketArguments buckets = new BucketArguments();

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description = "List the runs of this model (default: list all models).")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "List at most this many runs (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public ModelsCommand(Console console) {
        this.console = console;
    }

    /** One entry of the list: a run, or a model with the version it serves. */
    private record Line(String name, String version, boolean latest, JsonObject record) {}

    @Override
    public Integer call() throws IOException, CommandFailure {
        try (Bucket bucket = buckets.models()) {
            Registry registry = new Registry(bucket);
            List<Line> lines =
                    model.isPresent() ? runs(registry, BucketArguments.model(model.get())) : models(registry);
            if (json) {
                JsonArray array = new JsonArray();
                lines.forEach(line -> array.add(toJson(line)));
                console.block(GSON.toJson(array));
            } else {
                print(lines, bucket);
            }
            return 0;
        }
    }

    private static List<Line> models(Registry registry) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (ModelName name : registry.models()) {
            Latest latest = Latest.read(registry, name);
            lines.add(new Line(
                    name.value(),
                    latest.version().map(Version::value).orElse(""),
                    latest.version().isPresent(),
                    latest.version().isPresent()
                            ? record(registry, name, latest.version().get())
                            : new JsonObject()));
        }
        return lines;
    }

    private List<Line> runs(Registry registry, ModelName name) throws IOException, CommandFailure {
        Latest latest = Latest.read(registry, name);
        List<Version> versions =
                registry.newestRecords(name, limit, latest, Clock.systemUTC().instant());
        if (versions.isEmpty()
                && latest.object().isEmpty()
                && !registry.models().contains(name)) {
            throw new CommandFailure("there is no model " + name + "; 'dropfit models' lists all models");
        }
        List<Line> lines = new ArrayList<>();
        for (Version version : versions) {
            lines.add(new Line(name.value(), version.value(), latest.is(version), record(registry, name, version)));
        }
        return lines;
    }

    /** A record that can't be read is listed as unreadable, so that the others are still listed. */
    private static JsonObject record(Registry registry, ModelName name, Version version) {
        try {
            return registry.readRecordJson(name, version).orElseGet(JsonObject::new);
        } catch (IOException e) {
            JsonObject unreadable = new JsonObject();
            unreadable.addProperty("verdict", "unreadable");
            return unreadable;
        }
    }

    private static JsonObject toJson(Line line) {
        JsonObject object = new JsonObject();
        object.addProperty("model", line.name());
        object.addProperty("version", line.version());
        object.addProperty("latest", line.latest());
        for (String key : List.of(
                "verdict",
                "reasons",
                "task",
                "learner",
                "gate_metric",
                "holdout_rows",
                "train_rows",
                "val_acc",
                "roc_auc",
                "f1",
                "log_loss",
                "r2",
                "rmse",
                "mae",
                "elapsed")) {
            if (line.record().has(key)) {
                object.add(key, line.record().get(key));
            }
        }
        return object;
    }

    private void print(List<Line> lines, Bucket bucket) {
        if (lines.isEmpty()) {
            console.line("there are no models in " + bucket.url() + " yet");
            return;
        }
        TextTable table = new TextTable("llllr");
        table.row("model", "version", "", "verdict", "metric");
        for (Line line : lines) {
            table.row(
                    line.name(),
                    line.version().isEmpty() ? "none" : line.version(),
                    line.latest() ? "latest" : "",
                    text(line.record(), "verdict"),
                    metric(line.record()));
        }
        List<String> text = table.lines();
        console.line(Console.Colour.STRONG, text.get(0));
        text.stream().skip(1).forEach(console::line);
    }

    private static String metric(JsonObject record) {
        String name = text(record, "gate_metric");
        return name.isEmpty() ? "" : name + " " + Figures.metric(name, Figures.of(record, name));
    }

    private static String text(JsonObject record, String key) {
        JsonElement value = record.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
