package dev.dropfit.cli.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The verdicts of runs as a Markdown table: the gate's metric of the new and of the previous model, and the reasons. */
public final class VerdictTable {
    /** The verdict of a run that has not ended. */
    public static final String MISSING = "not ended";

    private final List<String> lines = new ArrayList<>(
            List.of("| model | verdict | metric | previous model | version | reasons |", "|---|---|---|---|---|---|"));

    /** Adds a run; returns its verdict. */
    public String add(ModelName model, Optional<JsonObject> ended) {
        JsonObject record = ended.orElseGet(JsonObject::new);
        String verdict = ended.isPresent() ? text(record, "verdict") : MISSING;
        String metric = text(record, "gate_metric");
        JsonObject champion = record.get("champion") instanceof JsonObject object ? object : new JsonObject();
        row(
                model.value(),
                verdict,
                metric.isEmpty() ? "" : metric + " " + Figures.metric(metric, Figures.of(record, metric)),
                metric.isEmpty() ? "" : Figures.metric(metric, Figures.of(champion, metric)),
                text(record, "version"),
                ended.isPresent() ? RunReport.reasonsInOneLine(record) : "");
        return verdict;
    }

    /** Escapes Markdown: reasons quote datasets, which must not be read as a table, a link or HTML. */
    private void row(String... cells) {
        StringBuilder line = new StringBuilder("|");
        for (String cell : cells) {
            line.append(' ')
                    .append(cell.replaceAll("[\\\\`*\\[\\]<>|@#!]", "\\\\$0").replaceAll("\\R", " "))
                    .append(" |");
        }
        lines.add(line.toString());
    }

    public String markdown() {
        return String.join("\n", lines);
    }

    private static String text(JsonObject record, String key) {
        JsonElement value = record.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
