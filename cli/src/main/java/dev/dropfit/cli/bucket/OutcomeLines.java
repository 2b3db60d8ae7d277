package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.VersionNumbers;

/** Prints how good predictions were whose labels are known. */
final class OutcomeLines {
    /** The number of the newest days of each version that are printed. */
    private static final int MAX_DAYS = 14;

    private final Console console;

    OutcomeLines(Console console) {
        this.console = console;
    }

    /** @param names of the versions of the model, for people */
    void print(Outcomes outcomes, VersionNumbers names) {
        console.line("");
        console.line(Console.Colour.STRONG, "What came true");
        for (Outcomes.OfVersion version : outcomes.versions()) {
            String line = names.name(version.version()) + ": " + version.sentence() + " on "
                    + Figures.rows(version.holdoutRows());
            if (version.below()) {
                console.line(Console.Colour.BAD, line + "; this is worse than promised, beyond chance");
            } else {
                console.line(line);
            }
            console.table("  ", table(version));
        }
        if (outcomes.versions().isEmpty()) {
            console.line(Outcomes.NONE_JOINED);
        }
        if (outcomes.unmatched() > 0) {
            console.line(
                    Console.Colour.NOTABLE,
                    Figures.count(outcomes.unmatched(), "label has", "labels have") + " no known prediction.");
        }
        if (outcomes.contradictory() > 0) {
            console.line(
                    Console.Colour.NOTABLE,
                    Figures.count(outcomes.contradictory(), "prediction has", "predictions have")
                            + " two labels in the same file; these are left out.");
        }
        for (Outcomes.LabelsRead file : outcomes.files()) {
            if (!file.problems().isEmpty()) {
                console.line(
                        Console.Colour.NOTABLE,
                        file.object() + ": " + file.problems().get(0)
                                + (file.problems().size() == 1 ? "" : "; more in outcomes.json"));
            }
        }
    }

    private static TextTable table(Outcomes.OfVersion version) {
        TextTable table = new TextTable("lrr");
        table.header("day", "labels", version.metric().text());
        int days = version.days().size();
        for (Outcomes.Day day : version.days().subList(Math.max(0, days - MAX_DAYS), days)) {
            table.row(
                    day.day().toString(),
                    Figures.count(day.rows()),
                    day.metrics().text(version.metric()));
        }
        table.row("all", Figures.count(version.rows()), version.metrics().text(version.metric()));
        return table;
    }
}
