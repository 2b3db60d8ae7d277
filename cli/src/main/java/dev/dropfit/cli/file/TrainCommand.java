package dev.dropfit.cli.file;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.AtomicFile;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.SplitFacts;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.evaluate.GateResult;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit train}: trains a model file from a CSV, without a bucket. */
@Command(
        name = "train",
        header = "Train a model from a CSV.",
        description =
                "Trains as the deployed trainer does, evaluates the model on held-out rows, and writes it to a file."
                        + " The same CSV and settings always give the same bytes.",
        footer = {
            "  dropfit train datasets/heart-disease/dataset.csv --out heart.zip",
            "  dropfit train sales.csv --config sales.json --metrics metrics.json",
            "  dropfit train sales.csv --json | jq .roc_auc"
        })
public final class TrainCommand implements Callable<Integer> {
    private final InputStream in;
    private final Console console;

    @Mixin
    private DatasetArguments arguments = new DatasetArguments();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "model.zip",
            description = "Write the model to this file (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("model.zip");

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "Write the metrics and all other facts about the model to this file, as JSON.")
    private Optional<Path> metrics = Optional.empty();

    @Option(
            names = "--json",
            description = "Print the metrics and all other facts about the model as JSON, in place of the report.")
    private boolean json;

    public TrainCommand(InputStream in, Console console) {
        this.in = in;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        Instant start = Instant.now();
        InputFile input = arguments.input();
        SettingsFile settings = arguments.settings();
        if (!json) {
            settings.announce(console);
        }
        Training training = train(input, settings);
        AtomicFile.write(out, training.file());
        double elapsed = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        JsonObject record = training.record().took(elapsed).toJson();
        if (metrics.isPresent()) {
            AtomicFile.write(metrics.get(), IndentedJson.bytes(record));
        }
        if (json) {
            console.json(record);
        } else {
            report(input, training, elapsed);
        }
        return 0;
    }

    private Training train(InputFile input, SettingsFile settings) throws IOException, CommandFailure {
        try {
            Dataset dataset = read(input, settings);
            // A fixed time, so that the same input gives the same bytes.
            Version version = Version.of(Instant.EPOCH, dataset.sha256(), settings.text());
            String task = "training on " + Figures.rows(dataset.table().rows());
            try (TrainingProgress progress = TrainingProgress.start(console, task, dataset.seconds())) {
                progress.flush();
                return Training.of(dataset, RunOrigin.ofFile(version).with(settings.text()));
            }
        } catch (InvalidTableException e) {
            int more = e.problems().size() - 1;
            throw new CommandFailure(
                    "can't train on " + input.title() + ": " + e.problems().get(0)
                            + (more > 0
                                    ? "; and " + more + " more, listed by 'dropfit check " + input.name() + "'"
                                    : ""),
                    e);
        } catch (InvalidSettingsException e) {
            throw new CommandFailure(settings.problem(e), e);
        }
    }

    private Dataset read(InputFile input, SettingsFile settings)
            throws IOException, CommandFailure, InvalidTableException, InvalidSettingsException {
        InputFile.Read read = input.read(in, console, settings.settings());
        if (!json) {
            read.notes()
                    .forEach(note -> console.marked("", Console.Colour.NOTABLE, note.name() + ": ", note.message()));
        }
        return read.dataset();
    }

    private void report(InputFile input, Training training, double elapsed) {
        ModelFacts model = RunRecord.of(training.model()).model();
        console.line("%s: %s; %s for training, %s held out for evaluation"
                .formatted(
                        input.title(),
                        Figures.rows(training.dataset().table().rows()),
                        Figures.count(model.trainRows()),
                        Figures.count(model.holdout().rows())));
        model.split().filter(SplitFacts::isChosen).ifPresent(split -> console.line("held out are " + split.phrase()));
        model.labelChoice().ifPresent(choice -> console.line("predicts '" + model.label() + "', " + choice.advice()));
        model.anomalies()
                .forEach(anomaly ->
                        console.marked("", Console.Colour.NOTABLE, anomaly.name() + ": ", anomaly.message()));
        console.line("");
        training.holdout().ifPresent(holdout -> evaluation(training, holdout));
        learner(model);
        console.line("%s: %s, version %s, in %s"
                .formatted(
                        out,
                        Figures.bytes(training.file().length),
                        training.model().version(),
                        Figures.seconds(elapsed)));
    }

    private void learner(ModelFacts model) {
        if (!model.candidates().isEmpty()) {
            console.line(Console.Colour.STRONG, "learners compared by cross-validation (± standard error)");
            console.table("  ", LearnerDescription.candidates(model));
            console.line("chosen: " + model.learnerPhrase());
            console.line("");
        }
        boolean trees = model.trees().isPresent();
        console.line(Console.Colour.STRONG, trees ? "most important features, by gain" : "largest weights");
        console.table("  ", trees ? LearnerDescription.importances(model) : LearnerDescription.weights(model));
        console.line("");
    }

    private void print(TextTable table) {
        console.table(table);
        console.line("");
    }

    private void decision(ClassDecision decision) {
        console.line("'%s' is the positive class, predicted from a probability of %s on"
                .formatted(decision.positive(), Figures.ratio(decision.threshold())));
        decision.cost()
                .ifPresent(cost ->
                        console.line("errors cost %s for each row%s; with a threshold of 0.5 they would cost %s"
                                .formatted(
                                        Figures.number(cost.value()),
                                        cost.interval()
                                                .map(interval -> " (" + Figures.number(interval.low()) + " to "
                                                        + Figures.number(interval.high()) + ")")
                                                .orElse(""),
                                        Figures.number(decision.costAtHalf()))));
        console.line("");
    }

    private void evaluation(Training training, Evaluation holdout) {
        Evaluation baseline = training.baseline().orElseThrow();
        TextTable table = new TextTable("lrrr");
        table.header("", "model", "95 % interval", "baseline");
        for (Metric metric : Metric.values()) {
            if (metric.classification() == training.dataset().gate().metric().classification()) {
                table.row(
                        metric.text(),
                        metric.format(holdout.metric(metric)),
                        holdout.metrics().intervalText(metric).orElse(""),
                        metric.format(baseline.metric(metric)));
            }
        }
        print(table);
        RunRecord.of(training.model()).model().decision().ifPresent(this::decision);
        if (!holdout.classes().isEmpty()) {
            print(HoldoutTables.classes(holdout.classes()));
        }
        if (!holdout.residuals().byPrediction().isEmpty()) {
            print(HoldoutTables.errors(holdout.residuals()));
            holdout.residuals().spread().ifPresent(spread -> {
                console.line(spread);
                console.line("");
            });
        }
        if (!holdout.slices().isEmpty()) {
            print(HoldoutTables.slices(holdout.slices()));
        }
        if (!training.faithful()) {
            console.line(Console.Colour.BAD, "The model file does not give the same predictions as the trained model.");
        }
        GateResult result = training.dataset().gate().judge(holdout, baseline, Optional.empty());
        boolean promoted = result.promoted();
        console.marked(
                "The gate would ",
                promoted ? Console.Colour.GOOD : Console.Colour.BAD,
                promoted ? "promote it" : "reject it",
                ": " + String.join("; ", result.reasons()));
        console.line("");
    }
}
