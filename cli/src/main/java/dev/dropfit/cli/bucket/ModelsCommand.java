package dev.dropfit.cli.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Notebook;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNotes;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.ModelFacts;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                    + " verdicts, newest first.",
            "Models that 'dropfit hide' has hidden are left out, except with --all and in JSON."
        },
        footer = {
            "  dropfit models",
            "  dropfit models heart-disease --limit 5",
            "  dropfit models --models gs://my-project-dropfit-models --json"
        })
public final class ModelsCommand implements Callable<Integer> {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

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

    @Option(names = "--all", description = "List hidden models too.")
    private boolean all;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public ModelsCommand(Console console) {
        this.console = console;
    }

    /** One entry of the list: a run, or a model with the version it serves. */
    private record Line(
            String model,
            Optional<Version> version,
            String name,
            boolean latest,
            boolean hidden,
            VersionNotes notes,
            Optional<RunRecord> run) {}

    @Override
    public Integer call() throws IOException, CommandFailure {
        try (Bucket bucket = buckets.models()) {
            Registry registry = new Registry(bucket);
            List<Line> lines =
                    model.isPresent() ? runs(registry, BucketArguments.model(model.get())) : models(registry);
            if (json) {
                JsonArray array = new JsonArray();
                lines.forEach(line -> array.add(toJson(line)));
                console.json(array);
            } else {
                print(lines, bucket);
            }
            return 0;
        }
    }

    private static List<Line> models(Registry registry) throws IOException {
        List<Line> lines = new ArrayList<>();
        Set<ModelName> hidden = registry.hiddenModels().read();
        for (ModelName name : registry.models()) {
            Latest latest = Latest.read(registry, name);
            Optional<Version> served = latest.version();
            lines.add(
                    served.isEmpty()
                            ? new Line(
                                    name.value(),
                                    served,
                                    "none",
                                    false,
                                    hidden.contains(name),
                                    VersionNotes.NONE,
                                    Optional.empty())
                            : new Line(
                                    name.value(),
                                    served,
                                    registry.numbers(name).name(served.get()),
                                    true,
                                    hidden.contains(name),
                                    notes(registry, name).getOrDefault(served.get(), VersionNotes.NONE),
                                    run(registry, name, served.get())));
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
            throw BucketArguments.notServed(registry, name);
        }
        VersionNumbers numbers = registry.numbers(name);
        Map<Version, VersionNotes> notes = notes(registry, name);
        List<Line> lines = new ArrayList<>();
        for (Version version : versions) {
            lines.add(new Line(
                    name.value(),
                    Optional.of(version),
                    numbers.name(version),
                    latest.is(version),
                    false,
                    notes.getOrDefault(version, VersionNotes.NONE),
                    run(registry, name, version)));
        }
        return lines;
    }

    private static Map<Version, VersionNotes> notes(Registry registry, ModelName name) throws IOException {
        return registry.notebook(name).read();
    }

    /** A record that can't be read is listed as unreadable, so that the others are still listed. */
    private static Optional<RunRecord> run(Registry registry, ModelName name, Version version) {
        try {
            return registry.readRecord(name, version);
        } catch (IOException e) {
            return Optional.of(RunRecord.unreadable(version, String.valueOf(e.getMessage())));
        }
    }

    private static JsonObject toJson(Line line) {
        JsonObject json = new JsonObject();
        json.addProperty("model", line.model());
        json.addProperty("version", line.version().map(Version::value).orElse(""));
        line.version().ifPresent(version -> json.addProperty("name", line.name()));
        json.addProperty("latest", line.latest());
        if (line.hidden()) {
            json.addProperty("hidden", true);
        }
        Notebook.json(line.notes()).entrySet().forEach(field -> json.add(field.getKey(), field.getValue()));
        line.run().ifPresent(run -> addRun(json, run));
        return json;
    }

    private static void addRun(JsonObject json, RunRecord run) {
        json.addProperty("verdict", run.verdict().text());
        JsonArray reasons = new JsonArray();
        run.reasons().forEach(reasons::add);
        json.add("reasons", reasons);
        run.model().task().ifPresent(task -> addModel(json, run, task));
        if (!Double.isNaN(run.elapsed())) {
            json.addProperty("elapsed", run.elapsed());
        }
    }

    /** The metrics of the task, null where one was not measured, and the 95 % intervals of those that have one. */
    private static void addModel(JsonObject json, RunRecord run, Task task) {
        ModelFacts facts = run.model();
        json.addProperty("task", task.text());
        json.addProperty("learner", facts.learner());
        facts.gateMetric().ifPresent(metric -> json.addProperty("gate_metric", metric.text()));
        json.addProperty("holdout_rows", facts.holdout().rows());
        json.addProperty("train_rows", facts.trainRows());
        for (Metric metric : Metric.values()) {
            if (metric.task() == task) {
                double value = run.metric(metric);
                json.addProperty(metric.text(), Double.isFinite(value) ? value : null);
            }
        }
        JsonObject intervals = new JsonObject();
        facts.holdout().metrics().intervals().forEach((metric, interval) -> {
            JsonArray ends = new JsonArray();
            ends.add(interval.low());
            ends.add(interval.high());
            intervals.add(metric.text(), ends);
        });
        json.add("intervals", intervals);
    }

    private void print(List<Line> found, Bucket bucket) {
        List<Line> lines = found.stream().filter(line -> all || !line.hidden()).toList();
        if (found.isEmpty()) {
            console.line("there are no models in " + bucket.url() + " yet");
            return;
        }
        TextTable table = new TextTable("nllllr");
        table.header("model", "version", "", "when (UTC)", "verdict", "metric");
        for (Line line : lines) {
            table.row(
                    line.model(),
                    line.name(),
                    marks(line),
                    line.version().map(version -> WHEN.format(version.time())).orElse(""),
                    line.run().map(run -> run.verdict().text()).orElse(""),
                    line.run().map(ModelsCommand::metric).orElse(""));
        }
        console.table(table);
        if (lines.size() < found.size()) {
            console.line(Figures.count(found.size() - lines.size(), "model is hidden", "models are hidden")
                    + "; --all lists all");
        }
    }

    /** Whether it is served, whether it is hidden, and its tags. */
    private static String marks(Line line) {
        List<String> marks = new ArrayList<>(line.latest() ? List.of("latest") : List.of());
        if (line.hidden()) {
            marks.add("hidden");
        }
        marks.addAll(line.notes().tagNames());
        return String.join(", ", marks);
    }

    private static String metric(RunRecord run) {
        return run.model()
                .gateMetric()
                .map(metric ->
                        metric.text() + " " + run.model().holdout().metrics().text(metric))
                .orElse("");
    }
}
