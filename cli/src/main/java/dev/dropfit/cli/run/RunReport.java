package dev.dropfit.cli.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The lines that report a run: its verdict, its key metrics next to those of the previous model, and the reasons. */
public final class RunReport {
    private static final String PROMOTED = "promoted";
    private static final String INDENT = "    ";

    private RunReport() {}

    public static void print(ModelName model, JsonObject record, Console console) {
        String verdict = text(record, "verdict");
        boolean promoted = verdict.equals(PROMOTED);
        console.marked(
                model + "  ",
                promoted ? Console.Colour.GOOD : Console.Colour.BAD,
                verdict,
                String.format(Locale.ROOT, " in %.1f s", Figures.of(record, "elapsed")) + rows(record));
        metrics(record).ifPresent(line -> console.line(INDENT + line));
        if (!promoted) {
            reasons(record).forEach(reason -> console.line(INDENT + "reason: " + reason));
        }
    }

    private static String rows(JsonObject record) {
        double trained = Figures.of(record, "train_rows");
        double judged = Figures.of(record, "holdout_rows");
        return Double.isNaN(trained)
                ? ""
                : ": trained on %s, evaluated on %s"
                        .formatted(Figures.rows((long) trained), Figures.count((long) judged));
    }

    /** The metrics, the gate's metric first, each next to that of the previous model or, without one, of the baseline. */
    private static Optional<String> metrics(JsonObject record) {
        if (!record.has("gate_metric")) {
            return Optional.empty();
        }
        JsonObject champion = object(record, "champion");
        boolean judged = champion.has(text(record, "gate_metric"));
        JsonObject other = judged ? champion : object(record, "baseline");
        Set<String> names = new LinkedHashSet<>();
        names.add(text(record, "gate_metric"));
        names.addAll(
                text(record, "task").equals("regression")
                        ? List.of("r2", "rmse", "mae")
                        : List.of("roc_auc", "val_acc", "log_loss"));
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            parts.add(name + " " + Figures.metric(name, Figures.of(record, name)) + " ("
                    + (judged ? "previous model " : "baseline ") + Figures.metric(name, Figures.of(other, name)) + ")");
        }
        return Optional.of(String.join(", ", parts));
    }

    /** The verdict and the reasons in one line. */
    public static String summary(JsonObject record) {
        return text(record, "verdict") + ": " + reasonsInOneLine(record);
    }

    static String reasonsInOneLine(JsonObject record) {
        return String.join("; ", reasons(record));
    }

    public static boolean promoted(JsonObject record) {
        return text(record, "verdict").equals(PROMOTED);
    }

    private static List<String> reasons(JsonObject record) {
        return record.has("reasons")
                ? record.getAsJsonArray("reasons").asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.toList())
                : List.of();
    }

    private static JsonObject object(JsonObject record, String key) {
        return record.get(key) instanceof JsonObject object ? object : new JsonObject();
    }

    private static String text(JsonObject record, String key) {
        JsonElement value = record.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
