package dev.dropfit.cli.run;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The verdicts of runs as a Markdown table: the gate's metric of the new and of the previous model, and the reasons. */
public final class VerdictTable {
    private final List<String> lines = new ArrayList<>(
            List.of("| model | verdict | metric | previous model | version | reasons |", "|---|---|---|---|---|---|"));

    /** Adds a run. */
    public void add(ModelName model, RunRecord run) {
        Optional<Metric> gate = run.model().gateMetric();
        row(
                model.value(),
                run.verdict().text(),
                gate.map(metric -> metric.text() + " "
                                + run.model().holdout().metrics().text(metric))
                        .orElse(""),
                gate.map(metric -> metric.format(run.championMetrics().of(metric)))
                        .orElse(""),
                run.origin().version(),
                RunReport.reasonsInOneLine(run));
    }

    /** Adds a model whose run has not ended. */
    public void addUnfinished(ModelName model) {
        row(model.value(), "not ended", "", "", "", "");
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
}
