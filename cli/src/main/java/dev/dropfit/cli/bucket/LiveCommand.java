package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.live.ColumnComparison;
import dev.dropfit.core.live.LiveChange;
import dev.dropfit.core.live.LiveComparison;
import dev.dropfit.core.live.Traffic;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.live.store.LiveReport;
import dev.dropfit.core.live.trial.TrialReport;
import dev.dropfit.core.live.trial.TrialReports;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit live}: compares the live traffic of a model with training. */
@Command(
        name = "live",
        header = "Compare the live traffic of a model with training.",
        description =
                "Adds up the counts that the predictor has written, and compares the last 24 hours with training and"
                        + " with the week before: each column, and the score. Only changes that are beyond chance are"
                        + " reported. If labels were dropped, shows how good the predictions were, for each version and"
                        + " day. If a version is tried, shows how it compares with the served one.",
        footer = {"  dropfit live churn", "  dropfit live churn --live gs://my-project-dropfit-live --json"})
public final class LiveCommand implements Callable<Integer> {
    private static final double HALF = 0.5;
    private static final double MOST = 0.99;
    private static final int MILLIS = 1000;

    private final Console console;

    @Mixin
    private VersionArguments arguments = new VersionArguments();

    @Option(
            names = "--live",
            paramLabel = "URL",
            description = "The bucket of counts: gs://name or file:///path (default: DROPFIT_LIVE, else HOME/live).")
    private Optional<String> live = Optional.empty();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The command, which reports on this console. */
    public LiveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket models = arguments.models();
                Bucket counts = arguments.live(live)) {
            Registry registry = new Registry(models);
            byte[] file = file(registry, name);
            Optional<Outcomes> outcomes = registry.readOutcomes(name).outcomes();
            LiveBucket liveBucket = new LiveBucket(counts);
            Optional<TrialReport> trial = new TrialReports(registry, liveBucket, Clock.systemUTC()).find(name);
            LiveReport report = LiveReport.read(
                    liveBucket,
                    name,
                    new Version(ModelFile.readToPredict(file).version()),
                    ModelFile.readBins(file),
                    Clock.systemUTC().instant());
            if (json) {
                JsonObject all = report.toJson();
                outcomes.ifPresent(known -> all.add("outcomes", known.toJson()));
                trial.ifPresent(tried -> all.add("trial", tried.toJson()));
                console.json(all);
            } else {
                VersionNumbers names = registry.numbers(name);
                print(report, names, counts.url());
                outcomes.ifPresent(known -> new OutcomeLines(console).print(known, names));
                trial.ifPresent(tried -> new TrialLines(console).print(tried, names));
            }
        }
        return 0;
    }

    private byte[] file(Registry registry, ModelName name) throws IOException, CommandFailure {
        Optional<String> version = arguments.written();
        Optional<StoredObject> stored = version.isPresent()
                ? registry.readArchive(
                        name, BucketArguments.version(registry, name, registry.numbers(name), version.get()))
                : registry.readLatest(name);
        if (stored.isEmpty()) {
            throw version.isEmpty()
                    ? BucketArguments.notServed(registry, name)
                    : new CommandFailure("model " + name + " has no archived version " + version.get()
                            + "; 'dropfit models " + name + "' lists its versions");
        }
        try (StoredObject object = stored.get()) {
            return ModelFile.bytes(object);
        }
    }

    private void print(LiveReport report, VersionNumbers names, String bucket) {
        console.line(
                Console.Colour.STRONG,
                report.model() + " " + names.name(report.version()) + ": "
                        + Figures.rows(report.day().rows()) + " in the last 24 hours, "
                        + Figures.count(report.week().rows()) + " in the week before");
        printRequests(report.day().traffic());
        if (report.day().bins().equals(TrainingBins.NONE)) {
            console.line("This version was trained by an earlier release, so only rows are counted. Train it again to"
                    + " compare columns.");
        } else if (report.columns().isEmpty()) {
            console.line("A comparison needs " + LiveComparison.MIN_ROWS + " rows. The counts are in " + bucket + ".");
        } else {
            printColumns(report);
        }
    }

    /** Earlier releases did not count requests. */
    private void printRequests(Traffic traffic) {
        if (traffic.requests() > 0) {
            console.line(Figures.count(traffic.requests(), "request", "requests") + "; "
                    + Figures.count(traffic.clientErrors(), "error", "errors") + " of clients, "
                    + Figures.count(traffic.serverErrors()) + " of the server; half took at most "
                    + milliseconds(traffic, HALF) + ", 99 % at most " + milliseconds(traffic, MOST));
        }
    }

    private static String milliseconds(Traffic traffic, double share) {
        return Figures.number(MILLIS * traffic.seconds(share).orElse(0)) + " ms";
    }

    private void printColumns(LiveReport report) {
        List<LiveChange> changes = report.changes();
        if (changes.isEmpty()) {
            console.line("No column differs from training or from the week before beyond chance.");
        }
        changes.forEach(change -> console.line(Console.Colour.NOTABLE, change.text()));
        console.line("");
        TextTable table = new TextTable("nrrrrrr");
        table.header("column", "PSI", "95 % interval", "week before", "missing", "training", "unseen");
        for (ColumnComparison column : report.columns()) {
            table.row(
                    column.bins().column().equals(TrainingBins.SCORE)
                            ? "(score)"
                            : column.bins().column(),
                    Figures.ratio(column.index()),
                    Figures.ratio(column.low()) + " to " + Figures.ratio(column.high()),
                    column.week().isPresent() ? Figures.ratio(column.week().getAsDouble()) : Figures.NONE,
                    Figures.percent(column.missing()),
                    Figures.percent(column.trainingMissing()),
                    Figures.percent(column.unseen()));
        }
        console.table(table);
        console.line(
                "PSI: how far a column is from training; from 0.1 on a change, from 0.25 on a large one. 'Week before'"
                        + " is the PSI compared with that week.");
    }
}
