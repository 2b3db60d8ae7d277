package dev.dropfit.cli.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of runs, as a table in Markdown: the gate's metric of the challenger and the champion, and the reasons. */
public final class VerdictTable {
    /** In place of a verdict when there is none yet. */
    public static final String MISSING = "not ended";

    private final List<String> lines = new ArrayList<>(
            List.of("| model | verdict | metric | champion | version | reasons |", "|---|---|---|---|---|---|"));

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

    /** Reasons quote datasets: nothing of them may look like a table, a link or HTML. */
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
