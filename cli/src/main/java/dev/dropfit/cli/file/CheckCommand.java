package dev.dropfit.cli.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Quantiles;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit check}: reports how training would read a CSV. */
@Command(
        name = "check",
        header = "Check whether a CSV or an Excel sheet can be trained on.",
        description = {
            "Shows the label, the task, the kind of each column and why it was chosen, and the problems found. Prints a"
                    + " dropfit.json that keeps these choices for later datasets. Trains no model.",
            "Exits with 0 if the file can be trained on, else with 1."
        },
        footer = {
            "  dropfit check datasets/heart-disease/dataset.csv",
            "  dropfit check sales.csv.gz --config sales.json --json"
        })
public final class CheckCommand implements Callable<Integer> {
    private static final int SHOWN_CLASSES = 12;

    private final InputStream in;
    private final Console console;

    @Mixin
    private DatasetArguments arguments = new DatasetArguments();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public CheckCommand(InputStream in, Console console) {
        this.in = in;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        InputFile input = arguments.input();
        SettingsFile settings = arguments.settings();
        try {
            InputFile.Read read = input.read(in, console, settings.settings());
            Dataset dataset = read.dataset();
            List<Anomaly> anomalies = anomalies(read.notes(), dataset);
            if (json) {
                console.json(toJson(dataset, anomalies));
            } else {
                report(input, settings, dataset, anomalies);
            }
            return 0;
        } catch (InvalidTableException e) {
            return refuse(
                    input,
                    settings,
                    e.problems().stream().map(Problem::toString).toList());
        } catch (InvalidSettingsException e) {
            return refuse(input, settings, List.of(settings.problem(e)));
        }
    }

    private int refuse(InputFile input, SettingsFile settings, List<String> problems) {
        if (json) {
            JsonObject report = new JsonObject();
            report.addProperty("usable", false);
            report.add("problems", strings(problems));
            console.json(report);
        } else {
            console.marked(input.title() + ": ", Console.Colour.BAD, "can't be trained on", "");
            settings.announce(console);
            problems.forEach(problem -> console.line("  " + problem));
        }
        return 1;
    }

    private void report(InputFile input, SettingsFile settings, Dataset dataset, List<Anomaly> notes) {
        Schema schema = dataset.schema();
        Table table = dataset.table();
        console.marked(
                input.title() + ": ",
                Console.Colour.GOOD,
                "can be trained on",
                ", " + Figures.rows(table.rows()) + ", " + Figures.bytes(dataset.bytes()));
        settings.announce(console);
        console.line("");
        TextTable facts = new TextTable("ll");
        facts.row("label", label(schema, table.labelColumn()));
        facts.row("", schema.labelChoice().advice());
        facts.row(
                "task",
                (schema.target() instanceof Target.Classes ? "classification" : "regression") + " by "
                        + (dataset.learner() == LearnerName.AUTO
                                ? "the best blend of learners (auto)"
                                : dataset.learner().text())
                        + ", because " + schema.taskReason());
        if (!schema.taskReason().contains("dropfit.json") && table.labelColumn().texts() == 0) {
            facts.row("", otherTask(schema));
        }
        facts.row("holdout", holdout(dataset));
        console.table(facts);
        console.line("");
        TextTable columns = new TextTable("nllrrl");
        columns.header("column", "kind", "why", "missing", "distinct", "values");
        schema.columns().forEach(role -> columns.row(new ColumnDescription(role, table.rows()).cells()));
        console.table(columns);
        TextTable anomalies = new TextTable("ll");
        notes.forEach(anomaly -> anomalies.row(anomaly.name(), anomaly.message()));
        if (!notes.isEmpty()) {
            console.line("");
            console.line(Console.Colour.NOTABLE, "notes");
            console.table(anomalies);
        }
        console.line("");
        console.line("To keep these choices for later datasets, put this dropfit.json next to the dataset:");
        console.json(PinnedSettings.text(PinnedSettings.of(dataset)));
    }

    /** How to have the other task. */
    private static String otherTask(Schema schema) {
        boolean classes = schema.target() instanceof Target.Classes;
        return "to predict " + (classes ? "a number" : "classes") + " instead, set the kind of '" + schema.label()
                + "' to " + (classes ? "numeric" : "categorical") + " in dropfit.json";
    }

    private static String label(Schema schema, Column column) {
        if (!(schema.target() instanceof Target.Classes classes)) {
            double[] range = Quantiles.of(column, new double[] {0, 1}).values();
            return schema.label() + ", a number from " + Figures.number(range[0]) + " to " + Figures.number(range[1]);
        }
        List<String> values = new ArrayList<>();
        for (int k = 0; k < classes.size(); k++) {
            String value = classes.values().get(k);
            String name = classes.name(k).equals(value) ? value : value + " (" + classes.name(k) + ")";
            int rows = IntStream.range(1, column.codes())
                    .filter(code ->
                            column.isValue(code) && column.category(code).equals(value))
                    .map(column::count)
                    .sum();
            values.add(name + " in " + Figures.rows(rows));
        }
        return schema.label() + ": " + Text.list(values, SHOWN_CLASSES)
                + (classes.binary() ? "; positive is " + classes.values().get(1) : "");
    }

    private static String holdout(Dataset dataset) {
        if (!dataset.split().judges()) {
            return "none: 'dropfit train' fits on every row; the deployed trainer does not accept this";
        }
        long judged = dataset.table().shares().stream()
                .mapToLong(places -> IntStream.range(0, places.length)
                        .filter(i -> dataset.split().heldOut(places[i]))
                        .count())
                .sum();
        return Figures.count(judged) + " held out for evaluation by "
                + dataset.gate().metric().text() + ", "
                + Figures.rows(dataset.table().rows() - judged) + " for training"
                + (dataset.sides().facts().isChosen()
                        ? "; held out are " + dataset.sides().facts().phrase()
                        : "");
    }

    private static List<Anomaly> anomalies(List<CsvNote> notes, Dataset dataset) {
        List<Anomaly> anomalies = new ArrayList<>();
        notes.forEach(note -> anomalies.add(new Anomaly(note.name(), note.message(), note.lines())));
        anomalies.addAll(dataset.schema().anomalies());
        List<String> loose =
                PinnedSettings.loose(dataset.schema(), dataset.table().rows());
        if (!loose.isEmpty()) {
            anomalies.add(new Anomaly(
                    "not-pinned",
                    "the settings below leave out " + String.join(", ", loose)
                            + ": with a fixed kind, the few values of another kind would be errors",
                    List.of()));
        }
        return anomalies;
    }

    private static JsonObject toJson(Dataset dataset, List<Anomaly> notes) {
        Schema schema = dataset.schema();
        JsonObject report = new JsonObject();
        report.addProperty("usable", true);
        report.addProperty("rows", dataset.table().rows());
        report.addProperty("bytes", dataset.bytes());
        report.addProperty("sha256", dataset.sha256());
        report.addProperty("label", schema.label());
        report.addProperty("label_choice", schema.labelChoice().text());
        report.addProperty("task", schema.target() instanceof Target.Classes ? "classification" : "regression");
        report.addProperty("task_reason", schema.taskReason());
        if (schema.target() instanceof Target.Classes classes) {
            report.add("classes", strings(classes.values()));
        }
        report.addProperty("learner", dataset.learner().text());
        JsonArray columns = new JsonArray();
        schema.columns()
                .forEach(role ->
                        columns.add(new ColumnDescription(role, dataset.table().rows()).toJson()));
        report.add("columns", columns);
        JsonArray anomalies = new JsonArray();
        notes.forEach(anomaly -> anomalies.add(anomaly.toJson()));
        report.add("anomalies", anomalies);
        report.add("problems", new JsonArray());
        report.add("settings", PinnedSettings.of(dataset));
        return report;
    }

    private static JsonArray strings(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
